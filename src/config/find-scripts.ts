import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a session without `command` looks for its benchmark; the first that exists is taken. */
export const measureScripts = ['autoresearch.sh', '.auto/measure.sh'] as const;

/** Where a session without `checks_command` looks for its checks; the first that exists is taken. */
export const checksScripts = ['autoresearch.checks.sh', '.auto/checks.sh', 'checks.sh'] as const;

/**
 * The command that runs the first of `scripts` that is a file in `directory`, or undefined.
 *
 * A script that its owner may execute runs as `./<path>`, so that its first line counts: a dropped
 * `#!/bin/bash -e` would let checks fail unnoticed. Any other runs as `bash <path>`.
 */
export async function findScript(directory: string, scripts: readonly string[]): Promise<string | undefined> {
  for (const script of scripts) {
    const found = await stat(join(directory, script)).catch(() => undefined);
    // The owner's bit is the one that git records, so it is the one that every arm will have.
    if (found?.isFile()) return (found.mode & 0o100) !== 0 ? `./${script}` : `bash ${script}`;
  }
  return undefined;
}
