import { type CommandEnd, runCommand } from './command.js';
import { describeFailure } from './command-failure.js';
import { checksTokens } from './output-tail.js';

/** One execution of the checks command. */
export interface ChecksSpec {
  readonly command: string;
  readonly cwd: string;
  /** Added to the cleaned environment. */
  readonly env: Readonly<Record<string, string>>;
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

type ChecksState = 'passed' | 'failed' | 'timed_out' | 'cancelled';

/** What the checks said. Only an exit with code 0 is a pass. */
export interface ChecksResult {
  readonly state: ChecksState;
  readonly seconds: number;
  readonly outputTail: string;
  /** One sentence, when `state` is not `passed`. */
  readonly reason?: string;
  readonly logProblem?: string;
  readonly leftovers: readonly string[];
  readonly survivors?: readonly string[];
}

/** Runs the checks command once. Never rejects for anything the command does. */
export async function runChecks(spec: ChecksSpec): Promise<ChecksResult> {
  const result = await runCommand({ ...spec, tailTokens: checksTokens });
  const { seconds, outputTail, leftovers, survivors, logProblem } = result;
  const facts = {
    seconds,
    outputTail,
    leftovers,
    ...(survivors === undefined ? {} : { survivors }),
    ...(logProblem === undefined ? {} : { logProblem }),
  };
  const failure = describeFailure(result, 'The checks command', spec.timeoutSeconds);
  if (failure === undefined) return { ...facts, state: 'passed' };
  return { ...facts, state: failedState(result.end), reason: failure };
}

function failedState(end: CommandEnd): ChecksState {
  return end === 'timed_out' || end === 'cancelled' ? end : 'failed';
}
