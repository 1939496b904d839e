import { runCommand } from './command.js';
import { failedSample, readSample, type Sample, type SampleSpec, sampleEnvironment } from './sample.js';

/** A sample for which one command produces and another one judges. */
export interface JudgedSampleSpec extends SampleSpec {
  readonly evaluateCommand: string;
  /** Asked when the command has produced. A sentence says why the evaluator's word would not count. */
  readonly mistrust: () => Promise<string | undefined>;
}

/**
 * Runs the command, whose output is never read, and then, in the same directory and while what the command has left
 * running still does, the evaluator: only what that prints counts. `wall_seconds` is the time of the command. Never
 * rejects for anything that the two do.
 */
export async function takeJudgedSample(spec: JudgedSampleSpec): Promise<Sample> {
  let judged: Sample | undefined;
  const produced = await runCommand({
    ...spec,
    env: sampleEnvironment(spec),
    afterSuccess: async (seconds) => {
      judged = await evaluate(spec, seconds);
    },
  });
  const failed = failedSample(produced, 'The command', spec.timeoutSeconds);
  if (failed !== undefined || judged === undefined) return failed ?? untrusted('The evaluator did not run.');
  const survivors = [...(produced.survivors ?? []), ...(judged.survivors ?? [])];
  return {
    ...judged,
    seconds: produced.seconds + judged.seconds,
    slept: produced.slept || judged.slept,
    // The command may leave something running on purpose: the evaluator talks to it, and ends it when it ends.
    leftovers: [],
    ...(survivors.length === 0 ? {} : { survivors }),
  };
}

async function evaluate(spec: JudgedSampleSpec, producedSeconds: number): Promise<Sample> {
  const doubt = await spec.mistrust();
  if (doubt !== undefined) return untrusted(doubt);
  const evaluator = { ...spec, command: spec.evaluateCommand };
  return readSample(evaluator, 'The evaluate command', () => producedSeconds);
}

function untrusted(reason: string): Sample {
  const nothing = { metrics: [], seconds: 0, slept: false, outputTail: '', leftovers: [] };
  return { status: 'invalid_metric', reason, ...nothing };
}
