import { join } from 'node:path';
import { expect } from 'vitest';
import { pictureOf } from './checkout.js';
import { printing, scriptFiles, startSession } from './session.js';
import type { SmallDisk } from './small-disk.js';
import { makeRepository, type TestRepository } from './test-repository.js';

export const description = 'a try';
export const full = { code: 'internal', message: expect.stringMatching(/full|no room/i) };

/** Everything of a repository that a refusal must not touch: its refs, too. */
export function everything(repository: TestRepository) {
  return { ...pictureOf(repository), refs: repository.git('for-each-ref') };
}

/** A session whose home is on a disk of its own. */
export async function startOnSmallHome(disk: SmallDisk) {
  const home = join(disk.path, 'home');
  return { home, ...(await startSession({ kind: 'new', connect: { home } })) };
}

/** A session whose repository is; its code is large, so that putting it back takes room. */
export async function startInSmallRepository(disk: SmallDisk) {
  const directory = join(disk.path, 'repository');
  const large = `${printing(100)}# ${'large '.repeat(20_000)}\n`;
  const repository = makeRepository({ ...scriptFiles, 'code.sh': large }, { directory });
  return { large, ...(await startSession({ kind: 'new', repository })) };
}
