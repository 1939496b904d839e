import type { Intention, Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { median } from '../verdict/median.js';
import { withoutBystanders } from '../workspace/bystanders.js';
import { changeRefs, writeCommit } from '../workspace/commits.js';
import { headOf } from '../workspace/repository.js';
import { resetUserIndex } from '../workspace/user-index.js';
import type { App } from './app.js';
import { carryOf, carryPaths } from './carry.js';
import { commitMessage } from './commit-message.js';
import { noteOutcome } from './ideas/became.js';
import { samplesOf } from './run-values.js';
import type { Seen } from './seen.js';
import { workspaceOf } from './session-workspace.js';
import { userIndexOf } from './user-index-of.js';

/** Write the commit that a keep will put on the session's branch: the measured tree less the bystanders' state. */
export async function writeKeptCommit(
  app: App,
  session: Session,
  run: Run,
  intended: Intention['log'],
): Promise<string> {
  const { repository, scratch } = workspaceOf(app, session);
  const tree = await withoutBystanders(repository, run.tree, session.scope.bystanders, scratch);
  const message = commitMessage(session, run, intended);
  return writeCommit(repository, { tree, parents: [session.incumbentCommit], message });
}

/**
 * Move the branch to the kept commit and make the run the incumbent. Of the files only those are written that the
 * intention names, for a run whose candidate is not there: edits stay uncommitted. Doing it twice changes nothing.
 *
 * @returns the ref under which was saved what stood in the way of those, if anything did.
 */
export async function applyKeep(
  app: App,
  session: Session,
  run: Run,
  commit: string,
  seen?: Seen,
): Promise<string | undefined> {
  const { repository } = workspaceOf(app, session);
  const head = seen?.head ?? (await headOf(repository));
  const user = await userIndexOf(app, session);
  const change = { ref: session.branch, to: commit, from: head.commit };
  // The index follows: where somebody holds the branch, all is as it was.
  if (head.commit !== commit) await changeRefs(repository, `keep run ${run.number}`, [change]);
  await resetUserIndex(repository, commit, user);
  const savedRef = await carryIn(app, session, run, seen);
  const { intention, ...rest } = run;
  const kept: Run = {
    ...rest,
    outcome: 'kept',
    keptCommit: commit,
    loggedAt: Date.now(),
    ...(intention === undefined ? {} : { log: intention.log }),
  };
  app.store.transaction(() => {
    app.store.runs.update(kept);
    app.store.sessions.update({
      ...timedAnew(app, session, run),
      incumbent: run.number,
      incumbentTree: run.tree,
      incumbentCommit: commit,
    });
    noteOutcome(app, kept);
    app.store.events.insert({
      sessionId: session.id,
      run: run.number,
      at: Date.now(),
      kind: 'kept',
      data: { commit },
    });
  });
  return savedRef;
}

async function carryIn(app: App, session: Session, run: Run, seen?: Seen): Promise<string | undefined> {
  const carry = carryOf(app, session, run, true);
  if (carry === undefined) return undefined;
  return await carryPaths(app, session, run, carry, run.intention?.carried ?? [], seen?.present);
}

/** What an experiment can afford from here on follows from the time that the new incumbent takes. */
function timedAnew(app: App, session: Session, run: Run): Session {
  const { noise } = session;
  const seconds = samplesOf(app, session, run.number, run.isolation)
    .filter((sample) => sample.side === 'candidate')
    .map((sample) => sample.seconds);
  if (noise === undefined || seconds.length === 0) return session;
  return { ...session, noise: { ...noise, seconds: median(seconds) } };
}
