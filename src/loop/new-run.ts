import { isDeepStrictEqual } from 'node:util';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { writeCommit } from '../workspace/commits.js';
import { displayPath } from '../workspace/path-bytes.js';
import type { TreeChange } from '../workspace/tree-diff.js';
import type { Unseen } from '../workspace/unseen.js';
import { writeUnseen } from '../workspace/unseen-record.js';
import { type App, logPath } from './app.js';
import { newSeed } from './draws.js';
import { workspaceOf } from './session-workspace.js';
import { unseenOf } from './unseen-of.js';

/** What a new run is to measure, and why. */
export interface NewRun extends Pick<Run, 'description' | 'idea' | 'approval' | 'accepts'> {
  readonly tree: string;
  readonly changes: readonly TreeChange[];
  /** What the working directory held besides, where that is known. */
  readonly unseen?: Unseen | undefined;
  /** The commit that was checked out with it: those that the agent made by itself stay reachable. */
  readonly head: string;
  /** The run of the same tree that it goes on with. */
  readonly before?: Run;
}

/**
 * Write a candidate's commit, and describe its run. Neither is for good before the run is stored and then made reachable.
 * Nobody else may be working on the session.
 */
export async function describeRun(app: App, session: Session, request: NewRun): Promise<Run> {
  const { tree, changes, unseen, head, before, ...facts } = request;
  const { repository } = workspaceOf(app, session);
  const number = app.store.runs.nextNumber(session.id);
  const parents = [...new Set([session.incumbentCommit, head])];
  const message = `Candidate ${number} of ${session.id}\n\n${facts.description}\n`;
  const beside = await unseenOf(app, session, session.incumbent);
  const [commit, unseenCommit] = await Promise.all([
    writeCommit(repository, { tree, parents, message }),
    unseen === undefined || isDeepStrictEqual(unseen, beside) ? undefined : writeUnseen(repository, unseen),
  ]);
  return {
    ...facts,
    sessionId: session.id,
    number,
    state: 'running',
    incumbent: session.incumbent,
    tree,
    candidateCommit: commit,
    ...(unseenCommit === undefined ? {} : { unseenCommit }),
    isolation: session.isolation,
    series: before?.series ?? number,
    seed: before?.seed ?? newSeed(),
    files: changes.map((change) => displayPath(change.path)),
    logPath: logPath(app, session.id, number),
    ownerPid: app.owner.pid,
    ownerStarted: app.owner.started,
    canKeep: false,
    startedAt: Date.now(),
  };
}
