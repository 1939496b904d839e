import { createHash } from 'node:crypto';
import { git } from './git.js';
import { splitNul } from './path-bytes.js';
import type { Repository } from './repository.js';

const lockFiles = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
  'deno.lock',
  'Cargo.lock',
  'poetry.lock',
  'uv.lock',
  'pdm.lock',
  'Pipfile.lock',
  'requirements.txt',
  'go.sum',
  'Gemfile.lock',
  'composer.lock',
  'mix.lock',
  'gradle.lockfile',
  'flake.lock',
]);

/** Changes whenever a lock file of the tree does: the set-up command must then run again. */
export async function lockFilesKey(repository: Repository, tree: string): Promise<string> {
  const records = splitNul(await git(['ls-tree', '-r', '-z', tree], { cwd: repository.root }));
  const locks = records.filter((record) => lockFiles.has(record.slice(record.search(/[^/\t]*$/))));
  return createHash('sha256').update(locks.join('\0')).digest('hex');
}
