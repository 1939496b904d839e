import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
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

/** Mode and content of every file below a directory, ignored ones included, by path in latin1. */
export function filesBelow(root: string): Readonly<Record<string, string>> {
  const names = namesBelow(Buffer.from(root), '').filter((name) => !name.startsWith('.git/'));
  return Object.fromEntries(
    names.sort().map((name) => [name, describe(Buffer.concat([Buffer.from(`${root}/`), latin1(name)]))]),
  );
}

function namesBelow(root: Buffer, prefix: string): string[] {
  const directory = Buffer.concat([root, latin1(`/${prefix}`)]);
  return readdirSync(directory, { encoding: 'buffer', withFileTypes: true }).flatMap((entry) => {
    const name = prefix + entry.name.toString('latin1');
    return entry.isDirectory() ? [`${name}/`, ...namesBelow(root, `${name}/`)] : [name];
  });
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function describe(path: Buffer): string {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  if (found.isDirectory()) return 'directory';
  return `${(found.mode & 0o777).toString(8)} ${readFileSync(path, 'latin1')}`;
}
