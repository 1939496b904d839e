import { setTimeout as delay } from 'node:timers/promises';

/**
 * Wait for something, and not for ever.
 *
 * @returns undefined where it has not come in so many milliseconds.
 */
export async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  const time = delay(milliseconds, undefined, { signal: over.signal }).catch(() => undefined);
  return await Promise.race([promise, time]).finally(() => over.abort());
}
