import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from './temporary.js';

/** A git that kills whoever called it. */
export interface KillingGit {
  /** To be put in front of PATH. */
  readonly directory: string;
  /** Let the n-th call from now on do its work, and then be the caller's end. */
  readonly arm: (call: number) => void;
  /** Whether it has killed since. */
  readonly hasKilled: () => boolean;
}

/** Make a git that is the real one until it is armed. */
export function makeKillingGit(): KillingGit {
  const directory = temporaryDirectory();
  const calls = join(directory, 'calls');
  const limit = join(directory, 'limit');
  const killed = join(directory, 'killed');
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  // Commands may run side by side: each counts itself in, and the first that sees enough of them kills.
  const script = `#!/bin/sh
[ -e ${limit} ] || exec ${real} "$@"
echo >> ${calls}
[ $(wc -l < ${calls}) -ge $(cat ${limit}) ] || exec ${real} "$@"
${real} "$@"
mv ${limit} ${killed} 2>/dev/null && kill -9 $PPID
`;
  writeFileSync(join(directory, 'git'), script);
  chmodSync(join(directory, 'git'), 0o755);
  return {
    directory,
    arm: (call) => {
      for (const path of [calls, killed]) rmSync(path, { force: true });
      writeFileSync(limit, `${call}\n`);
    },
    hasKilled: () => existsSync(killed),
  };
}
