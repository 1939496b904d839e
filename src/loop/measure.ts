import { takeJudgedSample } from '../bench/judged-sample.js';
import { type Sample, type SampleSpec, takeSample } from '../bench/sample.js';
import type { SamplePurpose, Side } from '../store/samples.js';
import { commandLimits } from './command-limits.js';
import { drawOf } from './draws.js';
import { keepVigil, type Vigil } from './intact.js';
import type { Measuring, RunTree } from './measuring.js';
import { type Place, SetupFailed } from './place.js';
import { RunStopped, stoppedBy } from './run-stopped.js';
import { whereSaved } from './saved-edits.js';
import { shownPaths } from './shown-text.js';

/** A tree to be measured, and what for. */
export interface Subject {
  readonly of: RunTree;
  readonly side: Side;
  readonly purpose: SamplePurpose;
  /** The pair that the sample belongs to, if any, and how often that one was drawn before. */
  readonly pair?: number;
  readonly attempt?: number;
  /** Shorter than the session's time-out, where it need not last as long. */
  readonly timeoutSeconds?: number;
}

// A laptop that sleeps through three samples in a row will sleep through the next.
const redraws = 3;

/**
 * Take one sample of a tree and store it. A sample through which the machine slept is void and drawn again.
 *
 * @throws RunStopped when the run is ended from outside, when somebody edits the directory that is measured, and when
 *   the machine does not stay awake.
 */
export async function sampleTree(measuring: Measuring, place: Place, subject: Subject): Promise<Sample> {
  const { seed } = drawOf(measuring.seed, subject.purpose, subject.pair ?? 0, subject.attempt ?? 0);
  for (let draw = 0; draw <= redraws; draw++) {
    const sample = await takeOne(measuring, place, subject, seed);
    if (measuring.signal.aborted) throw stoppedBy(measuring.signal);
    store(measuring, place, subject, seed, sample);
    if (!sample.slept) return sample;
    measuring.notices.sleptThrough();
  }
  throw new RunStopped('interrupted', 'The machine went to sleep during each of several samples.');
}

async function takeOne(measuring: Measuring, place: Place, subject: Subject, seed: number): Promise<Sample> {
  try {
    const cwd = await place.enter(subject.of.tree, subject.side);
    const vigil = await keepVigil(measuring, place, cwd, subject.purpose === 'calibration');
    const sample = await vouched(await run(measuring, subject, { cwd, seed, vigil }), vigil);
    measuring.notices.heed(sample);
    const foreign = await place.settle(subject.of.tree, 'measured');
    if (foreign.length === 0) return sample;
    // A command that fails leaves things behind (a core file, half an output): the failure is what there is to say.
    if (sample.status === 'ok') throw edited(foreign);
    const { app, session, run: number } = measuring;
    const saved = whereSaved(app, session.id, number) ?? '';
    const reason = `${sample.reason ?? 'The command failed.'} ${edited(foreign).message} ${saved}`;
    return { ...sample, reason: reason.trim() };
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error;
    return failedSetup(error);
  }
}

function run(
  measuring: Measuring,
  subject: Subject,
  { cwd, seed, vigil }: { readonly cwd: string; readonly seed: number; readonly vigil: Vigil },
): Promise<Sample> {
  const { config, commands } = measuring.session;
  const spec: SampleSpec = {
    ...commandLimits(measuring),
    command: commands.measure.line,
    cwd,
    seed,
    metricName: config.metric_name,
    ...(config.metric_min === undefined ? {} : { metricMin: config.metric_min }),
    ...(config.metric_max === undefined ? {} : { metricMax: config.metric_max }),
    namedMetrics: config.constraints.map(({ metric }) => metric),
    timeoutSeconds: Math.min(subject.timeoutSeconds ?? Number.POSITIVE_INFINITY, config.timeout_seconds),
  };
  const { evaluate } = commands;
  if (evaluate === undefined) return takeSample(spec);
  return takeJudgedSample({ ...spec, evaluateCommand: evaluate.line, mistrust: vigil.broken });
}

/** A number that may have been judged by something else is none. */
async function vouched(sample: Sample, vigil: Vigil): Promise<Sample> {
  const doubt = await vigil.broken();
  if (doubt === undefined || sample.status !== 'ok') return sample;
  const { value: _, ...rest } = sample;
  return { ...rest, status: 'invalid_metric', reason: doubt, metrics: [] };
}

/** What a run ends with in whose place somebody has edited files. */
function edited(foreign: readonly string[]): RunStopped {
  const names = shownPaths(foreign).slice(0, 5).join(', ');
  return new RunStopped('interrupted', `Files were edited while they were being measured (${names}).`);
}

function failedSetup(error: SetupFailed): Sample {
  const nothing = { metrics: [], seconds: 0, slept: false, leftovers: [] };
  return { status: 'crashed', reason: error.message, outputTail: error.outputTail, ...nothing };
}

function store(measuring: Measuring, place: Place, subject: Subject, seed: number, sample: Sample): void {
  measuring.app.store.samples.insert({
    sessionId: measuring.session.id,
    run: measuring.run,
    measuredRun: subject.of.run,
    side: subject.side,
    purpose: subject.purpose,
    ...(subject.pair === undefined ? {} : { pair: subject.pair, attempt: subject.attempt ?? 0 }),
    isolation: place.isolation,
    seed,
    status: sample.slept ? 'void' : sample.status,
    ...(sample.value === undefined ? {} : { value: sample.value }),
    metrics: sample.metrics,
    seconds: sample.seconds,
    takenAt: Date.now(),
  });
}
