import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { shownMedian } from '../verdict/median.js';
import { removeArms } from '../workspace/arms.js';
import { writeCommit } from '../workspace/commits.js';
import { readUnseen } from '../workspace/unseen.js';
import { writeUnseen } from '../workspace/unseen-record.js';
import { activate, undoStart } from './activate.js';
import { type App, logPath } from './app.js';
import { type Baseline, isFailure, measureBaseline } from './baseline.js';
import { newSeed } from './draws.js';
import type { Finding } from './finding.js';
import { endFormer, type Former, formerIn } from './former.js';
import { makeReachable } from './make-reachable.js';
import type { Measuring } from './measuring.js';
import { learningOutputs } from './outputs.js';
import type { OutsideSeals } from './outside-seals.js';
import { forgetFiles } from './prepare-session.js';
import { startRunJob } from './run-job.js';
import type { PlaceOpener } from './run-places.js';
import { metricResult } from './run-values.js';
import { workspaceOf } from './session-workspace.js';

/**
 * Store a session with its seals and its run 0, and start to measure it. The machine's lock must be ours.
 *
 * @param former the session that ends with this one's beginning, if any; it goes on where this one comes to nothing.
 */
export async function startBaseline(
  app: App,
  session: Session,
  seals: OutsideSeals,
  former?: Former,
): Promise<void> {
  const run = await storeStart(app, session, seals, former).catch(async (error: unknown) => {
    // Nothing of it stays: the disk may be full.
    await forgetFiles(app, session.id);
    throw error;
  });
  await makeReachable(app, session, run);
  if (former !== undefined) await removeArms(workspaceOf(app, former.session).arms);
  startRunJob(app, session, run, (measuring, open) => baselineWork(measuring, open));
}

async function storeStart(
  app: App,
  session: Session,
  seals: OutsideSeals,
  former: Former | undefined,
): Promise<Run> {
  const workspace = workspaceOf(app, session);
  const { repository } = workspace;
  const unseenCommit = await writeUnseen(repository, await readUnseen(workspace));
  const message = `Baseline of ${session.id}\n`;
  const commit = await writeCommit(repository, {
    tree: session.incumbentTree,
    parents: [session.startCommit],
    message,
  });
  const run: Run = {
    sessionId: session.id,
    number: 0,
    state: 'running',
    description: 'Baseline',
    incumbent: 0,
    tree: session.incumbentTree,
    candidateCommit: commit,
    unseenCommit,
    isolation: session.isolation,
    series: 0,
    seed: newSeed(),
    files: [],
    logPath: logPath(app, session.id, 0),
    ownerPid: app.owner.pid,
    ownerStarted: app.owner.started,
    canKeep: false,
    startedAt: Date.now(),
  };
  app.store.transaction(() => {
    if (former !== undefined) endFormer(app, former);
    app.store.sessions.insert(session);
    app.store.runs.insert(run);
    for (const [kind, of] of seals) app.store.seals.insert(session.id, kind, of);
    const data = { name: session.name, base: session.baseCommit, ...formerIn(former) };
    app.store.events.insert({ sessionId: session.id, at: Date.now(), kind: 'session started', data });
  });
  return run;
}

async function baselineWork(measuring: Measuring, open: PlaceOpener): Promise<Finding> {
  try {
    return await measureAndActivate(measuring, open);
  } catch (error) {
    await undoStart(measuring.app, measuring.session, 'the baseline was not completed');
    throw error;
  }
}

async function measureAndActivate(measuring: Measuring, open: PlaceOpener): Promise<Finding> {
  const { app, session } = measuring;
  const outputs = learningOutputs();
  const baseline = await measureBaseline(measuring, (isolation) => open(isolation, outputs));
  if (isFailure(baseline)) {
    await undoStart(app, session, `baseline failed: ${baseline.reason}`);
    return { ...blank(session), ...baseline };
  }
  const moved = await activate(app, session);
  if (moved !== undefined) {
    await undoStart(app, session, moved);
    return { ...blank(session), verdict: 'interrupted', reason: moved };
  }
  return {
    ...blank(session),
    verdict: 'baseline',
    isolation: baseline.isolation,
    session: activated(session, baseline, outputs.list()),
    reason: 'The baseline is measured.',
    value: shownMedian(baseline.calibration.values),
    metric: metricResult(session, baseline.calibration.values),
    checks: baseline.checks,
    outputTail: baseline.calibration.outputTail,
    notes: baseline.remarks,
  };
}

function activated(session: Session, baseline: Baseline, outputs: readonly string[]): Session {
  const { noise } = baseline.calibration;
  const { isolation, remarks, effective } = baseline;
  return {
    ...session,
    state: 'active',
    isolation,
    outputs,
    armsProven: effective === true,
    deterministic: noise.deterministic,
    noise,
    remarks,
  };
}

function blank(session: Session): Finding {
  return {
    verdict: 'interrupted',
    canKeep: false,
    reason: '',
    metric: metricResult(session, []),
    metrics: [],
    checks: { state: 'not_run' },
    outputTail: '',
    notes: [],
  };
}
