import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

// For what hangs: no test is about time.
const limitMilliseconds = 120_000;

/** Wait until something holds. @throws when it does not within two minutes. */
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
