import { type CommandEnd, type CommandResult, runCommand } from './command.js';
import { describeFailure } from './command-failure.js';
import { createMetricReader } from './metric-reader.js';
import { type MetricValue, type MetricWanted, pickMetrics } from './sample-metrics.js';

export type { MetricValue } from './sample-metrics.js';

/** One execution of the measure command. */
export interface SampleSpec extends MetricWanted {
  readonly command: string;
  readonly cwd: string;
  /** Added to the cleaned environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Given to the command as AUTORESEARCH_SEED. */
  readonly seed: number;
  readonly timeoutSeconds: number;
  /** Between TERM and KILL. */
  readonly killGraceSeconds: number;
  /** By which what leaves the process group is still known. */
  readonly mark?: string;
  /** Appended to; its directory is created. */
  readonly logPath: string;
  /** Ends the command. */
  readonly signal: AbortSignal;
}

type SampleStatus = 'ok' | 'crashed' | 'timed_out' | 'invalid_metric' | 'cancelled';

/** What one execution gave. There is a number only when `status` is `ok`. */
export interface Sample {
  readonly status: SampleStatus;
  /** One sentence, when `status` is not `ok`. */
  readonly reason?: string;
  /** The primary metric, only when `status` is `ok`. */
  readonly value?: number;
  /** All other metrics; empty unless `status` is `ok`. */
  readonly metrics: readonly MetricValue[];
  /** From the start to the exit of the command's own process, on the monotonic clock. */
  readonly seconds: number;
  /** Whether the machine slept meanwhile. */
  readonly slept: boolean;
  readonly exitCode?: number;
  readonly signalName?: string;
  readonly logProblem?: string;
  readonly outputTail: string;
  readonly leftovers: readonly string[];
  readonly survivors?: readonly string[];
}

/** Runs the measure command once and reads its metrics. Never rejects for anything the command does. */
export function takeSample(spec: SampleSpec): Promise<Sample> {
  return readSample(spec, 'The command', (seconds) => seconds);
}

/**
 * Runs a command once and reads its metrics.
 *
 * @param subject what a sentence about it begins with.
 * @param wallSeconds the value of `wall_seconds`, given how long the command took.
 */
export async function readSample(
  spec: SampleSpec,
  subject: string,
  wallSeconds: (seconds: number) => number,
): Promise<Sample> {
  const reader = createMetricReader();
  const result = await runCommand({ ...spec, env: sampleEnvironment(spec), onStdout: reader.push });
  const failed = failedSample(result, subject, spec.timeoutSeconds);
  if (failed !== undefined) return failed;
  const { end, startProblem, ...facts } = result;
  const picked = pickMetrics(spec, reader.end(), wallSeconds(result.seconds), subject);
  if (!picked.valid) return { ...facts, status: 'invalid_metric', reason: picked.reason, metrics: [] };
  return { ...facts, status: 'ok', value: picked.value, metrics: picked.metrics };
}

/** What a sample's commands find in their environment. */
export function sampleEnvironment({ env, seed }: SampleSpec): Record<string, string> {
  return { ...env, AUTORESEARCH_SEED: String(seed) };
}

/** The sample that a command without success is; nothing for one that succeeded. */
export function failedSample(
  result: CommandResult,
  subject: string,
  timeoutSeconds: number,
): Sample | undefined {
  const reason = describeFailure(result, subject, timeoutSeconds);
  if (reason === undefined) return undefined;
  const { end, startProblem, ...facts } = result;
  return { ...facts, status: failedStatus(end), reason, metrics: [] };
}

function failedStatus(end: CommandEnd): SampleStatus {
  return end === 'timed_out' || end === 'cancelled' ? end : 'crashed';
}
