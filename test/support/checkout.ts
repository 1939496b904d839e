import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRepository } from './test-repository.js';

/** Everything that a user would miss: HEAD, branches, the index, and every file with its mode and content. */
export function pictureOf(repository: TestRepository): Readonly<Record<string, unknown>> {
  return {
    head: readFileSync(repository.git('rev-parse', '--absolute-git-dir').concat('/HEAD'), 'utf8'),
    branches: repository.git('for-each-ref', 'refs/heads', 'refs/tags', 'refs/stash'),
    index: repository.git('ls-files', '--stage', '--debug').replace(/^ {2}(?!.*flags).*\n?/gm, ''),
    files: filesBelow(repository.root),
  };
}

/** Mode and content of every file below a directory, ignored ones included, by path. */
export function filesBelow(root: string): Readonly<Record<string, string>> {
  const names = readdirSync(Buffer.from(root), { encoding: 'latin1', recursive: true });
  return Object.fromEntries(
    names
      .filter((name) => name !== '.git' && !name.startsWith('.git/'))
      .sort()
      .map((name) => [name, describe(Buffer.from(join(root, name), 'latin1'))]),
  );
}

function describe(path: Buffer): string {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  if (found.isDirectory()) return 'directory';
  return `${(found.mode & 0o777).toString(8)} ${readFileSync(path, 'latin1')}`;
}
