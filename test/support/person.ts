import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serverPath } from './connect.js';
import { temporaryDirectory } from './temporary.js';

/** Somebody with a home directory of their own, who has installed the package and nothing else. */
export interface Person {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * `npx -y autoresearch-mcp` runs the build: it takes what `npm install --global` has put into npm's prefix, where there is such a
 * program, and asks no registry.
 *
 * @param programs directories to look for programs in first.
 */
export function makePerson(programs: readonly string[] = []): Person {
  const home = temporaryDirectory();
  const bin = join(home, 'global', 'bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(serverPath, join(bin, 'autoresearch-mcp'));
  writeFileSync(join(home, '.npmrc'), `prefix=${join(home, 'global')}\nupdate-notifier=false\n`);
  const path = [...programs, dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'];
  return { home, env: { HOME: home, TMPDIR: temporaryDirectory(), PATH: path.join(':'), TERM: 'dumb' } };
}
