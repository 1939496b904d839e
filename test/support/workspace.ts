import { join } from 'node:path';
import type { Arms } from '../../src/workspace/arms.js';
import { openRepository, type Repository } from '../../src/workspace/repository.js';
import { type PrivateIndex, seedPrivateIndex, writeExcludes } from '../../src/workspace/snapshot.js';
import { temporaryDirectory } from './temporary.js';
import { type Files, makeRepository, type TestRepository } from './test-repository.js';

/** A repository with a session's own files next to it, as the functions of src/workspace take them. */
export interface TestWorkspace {
  readonly test: TestRepository;
  readonly repository: Repository;
  readonly index: PrivateIndex;
  readonly scratch: string;
  readonly arms: Arms;
}

export async function makeWorkspace(files: Files, change: Partial<Arms> = {}): Promise<TestWorkspace> {
  const test = makeRepository(files);
  return { test, ...(await openWorkspace(test, change)) };
}

/** A session's own files for a repository that is there already. */
async function openWorkspace(test: TestRepository, change: Partial<Arms> = {}) {
  const repository = await openRepository(test.root);
  const own = temporaryDirectory();
  const index = { path: join(own, 'index'), excludesPath: join(own, 'excludes') };
  await writeExcludes(repository, index, []);
  await seedPrivateIndex(repository, index);
  const directory = join(own, 'arms');
  const arms: Arms = {
    repository,
    directory,
    stateDirectory: join(own, 'state'),
    share: [],
    cache: [],
    ...change,
  };
  return { repository, index, scratch: join(own, 'scratch'), arms };
}

/** Write a tree that holds some files; the working directory is then as it was. */
export function treeWith(test: TestRepository, files: Files, removed: readonly string[] = []): string {
  for (const [path, content] of Object.entries(files)) test.write(path, content);
  for (const path of removed) test.remove(path);
  test.git('add', '-A', '-f');
  const tree = test.git('write-tree');
  test.git('reset', '-q', '--hard');
  return tree;
}
