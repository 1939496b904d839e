import { expect } from 'vitest';
import { connect } from './connect.js';
import { printing, type StartedSession, scriptInit, startSession } from './session.js';
import type { TestRepository } from './test-repository.js';
import { readWorktree } from './worktree-state.js';

/** One candidate that is measured and discarded. */
export interface Journey {
  readonly repository: TestRepository;
  readonly isolation?: 'isolated' | 'in-place';
  readonly init?: Readonly<Record<string, unknown>>;
  /** What the candidate does besides another metric. */
  readonly candidate: () => void;
  /** Done between measuring and discarding. */
  readonly later?: () => void;
}

/**
 * A session in which everything is tried and discarded: files, index and status are what they were when it began, by
 * content, permissions and empty directories of the whole working directory.
 */
export async function thereAndBack(journey: Journey): Promise<StartedSession> {
  const { repository, isolation = 'isolated', candidate, later } = journey;
  const before = readWorktree(repository.root);
  const init = { isolation, accept_dirty: true, ...journey.init };
  const session = await startSession({ kind: 'new', repository, init });
  const start = readWorktree(repository.root);
  expect({ ...start, branch: before.branch, refs: before.refs }).toEqual(before);
  repository.write('code.sh', printing(110));
  candidate();
  const measured = readWorktree(repository.root);
  const run = await session.server.ok('run_experiment', { description: 'a try' });
  expect(readWorktree(repository.root)).toEqual(measured);
  later?.();
  await session.log(run, 'discard');
  expect(readWorktree(repository.root)).toEqual(start);
  // What a discard leaves is the incumbent, also for the next look.
  expect(await session.server.refused('run_experiment', { description: 'nothing' })).toMatchObject({
    code: 'unchanged',
  });
  return session;
}

/** The same for a candidate that is refused: nothing is touched. */
export async function refusedAndUntouched(
  repository: TestRepository,
  init: Readonly<Record<string, unknown>>,
  candidate: () => void,
) {
  const server = await connect({ directory: repository.root });
  await server.ok('init_experiment', { ...scriptInit, ...init });
  candidate();
  const before = readWorktree(repository.root);
  const error = await server.refused('run_experiment', { description: 'a try' });
  expect(readWorktree(repository.root)).toEqual(before);
  return { server, error };
}
