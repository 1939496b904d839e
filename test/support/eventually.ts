import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const limitMilliseconds = 30_000;

/** Wait until something holds. @throws when it does not within 30 s. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + limitMilliseconds;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`In vain waited for: ${what}`);
    await delay(20);
  }
}

/** Wait until a file is there. */
export function fileAppears(path: string): Promise<void> {
  return eventually(`the file ${path}`, () => existsSync(path));
}
