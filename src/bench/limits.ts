/** What may end a command before it ends by itself. */
export interface LimitsSpec {
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

export type LimitReached = 'timed_out' | 'cancelled';

const longestTimer = 2 ** 31 - 1; // milliseconds; a longer one would fire at once

/**
 * Watches for the time to be up or the signal to be given.
 *
 * @param onReached called once at most, with what came first
 * @returns what ends the watch
 */
export function watchLimits(spec: LimitsSpec, onReached: (limit: LimitReached) => void): () => void {
  const release = (): void => {
    clearTimeout(timer);
    spec.signal.removeEventListener('abort', cancel);
  };
  const reach = (limit: LimitReached): void => {
    release();
    onReached(limit);
  };
  const cancel = (): void => reach('cancelled');
  const timer = setTimeout(() => reach('timed_out'), Math.min(spec.timeoutSeconds * 1000, longestTimer));
  spec.signal.addEventListener('abort', cancel);
  return release;
}
