import { runChecks } from '../bench/checks.js';
import { type Sample, takeSample } from '../bench/sample.js';
import type { ChecksReport } from '../store/run.js';
import type { SamplePurpose, Side } from '../store/samples.js';
import type { Session } from '../store/sessions.js';
import type { App } from './app.js';
import { drawOf } from './draws.js';
import type { JobControl } from './jobs.js';
import { type Place, SetupFailed } from './place.js';
import { RunStopped, stoppedBy } from './run-stopped.js';

/** One run's measuring: everything that the samples of a run share. */
export interface Measuring extends JobControl {
  readonly app: App;
  readonly session: Session;
  readonly run: number;
  /** The run's series, and the seed that all runs of it share. */
  readonly series: number;
  readonly seed: number;
  /** Everything that the run starts carries it. */
  readonly mark: string;
  readonly logPath: string;
}

/** A tree, and the run that it is known by. */
export interface RunTree {
  readonly tree: string;
  readonly run: number;
}

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
  }
  throw new RunStopped('interrupted', 'The machine went to sleep during each of several samples.');
}

async function takeOne(measuring: Measuring, place: Place, subject: Subject, seed: number): Promise<Sample> {
  const { config } = measuring.session;
  try {
    const cwd = await place.enter(subject.of.tree, subject.side);
    const sample = await takeSample({
      command: config.command,
      cwd,
      seed,
      metricName: config.metric_name,
      ...(config.metric_min === undefined ? {} : { metricMin: config.metric_min }),
      ...(config.metric_max === undefined ? {} : { metricMax: config.metric_max }),
      timeoutSeconds: Math.min(subject.timeoutSeconds ?? Number.POSITIVE_INFINITY, config.timeout_seconds),
      killGraceSeconds: config.kill_grace_seconds,
      mark: measuring.mark,
      logPath: measuring.logPath,
      signal: measuring.signal,
    });
    const foreign = await place.settle(subject.of.tree);
    if (foreign.length === 0) return sample;
    // A command that fails leaves things behind (a core file, half an output): the failure is what there is to say.
    if (sample.status === 'ok') throw edited(foreign);
    return { ...sample, reason: `${sample.reason ?? 'The command failed.'} ${edited(foreign).message}` };
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error;
    return failedSetup(error);
  }
}

function edited(foreign: readonly string[]): RunStopped {
  const names = foreign.slice(0, 5).join(', ');
  return new RunStopped(
    'interrupted',
    `Files were edited while they were being measured (${names}); the edits are saved under refs/autoresearch/.`,
  );
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

/**
 * Run the checks on a tree.
 *
 * @throws RunStopped as {@link sampleTree}.
 */
export async function checkTree(
  measuring: Measuring,
  place: Place,
  tree: string,
  side: Side,
): Promise<ChecksReport> {
  const { config } = measuring.session;
  if (config.checks_command === undefined) return { state: 'not_run' };
  const cwd = await place.enter(tree, side).catch(rethrowUnlessSetup);
  if (typeof cwd !== 'string') return cwd;
  const result = await runChecks({
    command: config.checks_command,
    cwd,
    timeoutSeconds: config.checks_timeout_seconds,
    killGraceSeconds: config.kill_grace_seconds,
    mark: measuring.mark,
    logPath: measuring.logPath,
    signal: measuring.signal,
  });
  if (measuring.signal.aborted) throw stoppedBy(measuring.signal);
  const foreign = await place.settle(tree);
  if (foreign.length > 0 && result.state === 'passed') throw edited(foreign);
  const { state, seconds, outputTail, reason } = result;
  return { state, seconds, output_tail: outputTail, ...(reason === undefined ? {} : { reason }) };
}

function rethrowUnlessSetup(error: unknown): ChecksReport {
  if (!(error instanceof SetupFailed)) throw error;
  return { state: 'failed', seconds: 0, output_tail: `${error.message}\n${error.outputTail}` };
}
