import { maskLog } from '../bench/mask-log.js';
import type { MetricResult, Run } from '../store/run.js';
import type { Replay, Session } from '../store/session.js';
import { estimate } from '../verdict/estimate.js';
import { median } from '../verdict/median.js';
import { replayPairs } from '../verdict/plan.js';
import { removeArms } from '../workspace/arms.js';
import type { App } from './app.js';
import { drawPair, type Opponents } from './draw-pair.js';
import { endSession } from './end-session.js';
import { releaseMachine } from './lock.js';
import { pairedMetric } from './measured-finding.js';
import type { Measuring } from './measuring.js';
import { knownOutputs } from './outputs.js';
import { reportPairs } from './pair-progress.js';
import type { Place } from './place.js';
import { replayJob } from './replay-job.js';
import { measuringOf, placesOf } from './run-places.js';
import { samplesOf } from './run-values.js';
import { whereSaved } from './saved-edits.js';
import { affordableOf } from './session-plan.js';
import { workspaceOf } from './session-workspace.js';
import { shownMessage } from './shown-text.js';
import { stagePairs, valuesOfPairs } from './stored-pairs.js';

/**
 * Measure the final tree against the original baseline on fresh pairs, in the background, and end the session with what
 * that gives. The machine's lock must be ours. A replay that the server's own end cuts off leaves the session active; the
 * next one goes on from its pairs.
 */
export function startReplay(app: App, session: Session, run: Run, summary: string | undefined): void {
  const began: Replay = {
    run: run.number,
    state: 'running',
    owner: app.owner,
    startedAt: Date.now(),
    ...(summary === undefined ? {} : { summary }),
  };
  const replayed: Session = { ...session, replay: began };
  app.store.sessions.update(replayed);
  app.jobs.start(replayJob(session.id), async (control) => {
    const measuring = measuringOf(app, replayed, run, control);
    const places = placesOf(measuring, run, changedFiles(app, session));
    try {
      const place = places.open(session.isolation, knownOutputs(session.outputs));
      const result = await measureReplay(measuring, place, run).catch((error: unknown) =>
        failed(measuring, error),
      );
      const notes = [...(await places.leave()), ...(await maskLog(measuring.logPath))];
      if (control.signal.aborted) return;
      finish(app, replayed, { ...began, ...result }, [...measuring.notices.told(), ...notes]);
      control.finish();
      await removeArms(workspaceOf(app, session).arms);
    } finally {
      releaseMachine(app);
    }
  });
}

type Result = Pick<Replay, 'state' | 'metric' | 'reason'>;

function failed({ app, session, run }: Measuring, error: unknown): Result {
  const saved = whereSaved(app, session.id, run) ?? '';
  return { state: 'failed', reason: `${shownMessage(error)} ${saved}`.trim() };
}

function changedFiles(app: App, session: Session): string[] {
  return [...new Set(app.store.runs.kept(session.id).flatMap((run) => run.files))];
}

async function measureReplay(measuring: Measuring, place: Place, run: Run): Promise<Result> {
  const { app, session } = measuring;
  const baseline = app.store.runs.find(session.id, 0);
  if (baseline === undefined) return { state: 'failed', reason: 'The baseline is not stored.' };
  const opponents: Opponents = {
    incumbent: { tree: baseline.tree, run: 0 },
    candidate: { tree: run.tree, run: run.number },
  };
  const what = 'measuring the final code against the baseline';
  const progress = { stage: 'replay', what, seconds: slowestOf(app, session, place) } as const;
  let total = replayPairs(session.deterministic, affordableOf(session));
  for (let pair = 0; pair < total; pair++) {
    reportPairs(measuring, place, { ...progress, done: pair, total });
    const drawn = await drawPair(measuring, place, opponents, 'replay', pair);
    if (drawn.end === 'failed') {
      const reason = `A sample failed again and again: ${drawn.sample.reason ?? 'the command failed.'}`;
      return { ...resultOf(measuring, place), reason };
    }
    if (drawn.end === 'cut') break;
    if (session.deterministic && !isAsBefore(measuring, place, baseline, run))
      total = replayPairs(false, affordableOf(session));
  }
  return resultOf(measuring, place);
}

/** Whether a deterministic metric still gives the values that it gave: otherwise one pair says nothing. */
function isAsBefore(measuring: Measuring, place: Place, baseline: Run, run: Run): boolean {
  const pairs = valuesOfPairs(stagePairs(measuring, 'replay', place.isolation));
  return pairs.every((pair) => pair.incumbent === baseline.value && pair.candidate === run.value);
}

/** Time of one sample of the baseline, which mostly takes longer than what came after it. */
function slowestOf(app: App, session: Session, place: Place): number {
  return median(samplesOf(app, session, 0, place.isolation).map((sample) => sample.seconds)) || 0;
}

function resultOf(measuring: Measuring, place: Place): Result {
  const { session } = measuring;
  const pairs = stagePairs(measuring, 'replay', place.isolation);
  const found = estimate(valuesOfPairs(pairs), session.config.direction);
  if (found === undefined) return { state: 'failed', reason: 'The budget did not suffice for one pair.' };
  const metric: MetricResult = pairedMetric(session, found);
  return { state: 'finished', metric };
}

function finish(app: App, session: Session, replay: Replay, notes: readonly string[]): void {
  const reason = [replay.reason, ...notes].filter((each) => each !== undefined).join(' ');
  const told = reason === '' ? replay : { ...replay, reason };
  endSession(app, { ...session, replay: told }, 'end_session', replay.summary);
}
