import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { messageOf } from '../errors.js';
import { type CapturedOutput, captureOutput } from './captured-output.js';
import { type Ended, endLeftovers } from './end-family.js';
import { createMark } from './environment.js';
import { outputTokens } from './output-tail.js';
import { type FindFamily, familyOf } from './process-family.js';
import { type ShellExit, startShell, waitForShell } from './shell-process.js';
import { type Elapsed, startStopwatch } from './stopwatch.js';

/** One command to run in one directory. */
export interface CommandSpec {
  /** A shell line, run by `/bin/sh -c`. */
  readonly command: string;
  readonly cwd: string;
  /** Added to the cleaned environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** From TERM to KILL, 0 or more: a limit ends everything that the command has started within it. */
  readonly killGraceSeconds: number;
  /** By which what leaves the process group is still known; a new one, where none is given. */
  readonly mark?: string;
  /** Appended to; its directory is created. */
  readonly logPath: string;
  /** Ends the command. */
  readonly signal: AbortSignal;
  /** For `outputTail`; {@link outputTokens} where none is given. */
  readonly tailTokens?: number;
  /** Given standard output as it arrives. Must not throw. */
  readonly onStdout?: (chunk: Buffer) => void;
  /**
   * Called when the command has ended by itself with exit code 0, while what it has left running still does: a server
   * that it has started, say. Given its seconds. Must not reject.
   */
  readonly afterSuccess?: (seconds: number) => Promise<void>;
}

export type CommandEnd = 'exited' | 'signalled' | 'timed_out' | 'cancelled' | 'not_started';

/** How a command ended. */
export interface CommandResult {
  readonly end: CommandEnd;
  /** Only when `end` is `exited`. */
  readonly exitCode?: number;
  /** The signal from outside that killed it, only when `end` is `signalled`. */
  readonly signalName?: string;
  /** Why it could not be started, only when `end` is `not_started`. */
  readonly startProblem?: string;
  /** Why the log is missing or incomplete, if it is. */
  readonly logProblem?: string;
  /** From the start to the exit of the command's own process, on the monotonic clock. */
  readonly seconds: number;
  /** Whether wall clock and monotonic clock differ by more than 2 s. */
  readonly slept: boolean;
  /** The last part of both streams, cleaned: at most 40 lines and `tailTokens`. */
  readonly outputTail: string;
  /**
   * The names of processes that had to be ended, at most 10: what the command left alive, or what did not end when it
   * was told to because of a limit.
   */
  readonly leftovers: readonly string[];
  /** The names of processes that could not be ended and are there still, at most 10; absent where there are none. */
  readonly survivors?: readonly string[];
}

type Ending = Pick<CommandResult, 'end' | 'exitCode' | 'signalName' | 'startProblem'>;

const neverStarted: Elapsed = { seconds: 0, slept: false };

/**
 * Runs a command in a process group of its own and returns when it, everything that it started and its log are done.
 * Never rejects for anything the command does. With a signal that is aborted already nothing is started.
 */
export async function runCommand(spec: CommandSpec): Promise<CommandResult> {
  if (spec.signal.aborted) return { end: 'cancelled', ...neverStarted, outputTail: '', leftovers: [] };
  const output = captureOutput(spec.logPath, spec.onStdout);
  const mark = spec.mark ?? createMark();
  const elapsed = startStopwatch();
  const shell = startShell(spec, mark);
  if (shell instanceof Error) return finish(spec, output, notStarted(spec, shell), neverStarted);
  if (shell.pid === undefined) {
    const [error] = await once(shell, 'error');
    return finish(spec, output, notStarted(spec, error), neverStarted);
  }
  output.attach(shell);
  const findFamily = familyOf(shell.pid, mark);
  const exit = await waitForShell(shell, shell.pid, findFamily, spec, elapsed);
  if (exit.code === 0 && exit.ending === undefined) await beforeTheEnd(spec, findFamily, exit);
  // Cancelled meanwhile, the time for ending by itself is over.
  const grace = spec.signal.aborted ? 0 : spec.killGraceSeconds;
  const ended = await (exit.ending?.stubborn ?? endLeftovers(findFamily, grace));
  await output.drain();
  return finish(spec, output, endingOf(exit), exit.elapsed, ended);
}

async function beforeTheEnd(
  { afterSuccess }: CommandSpec,
  findFamily: FindFamily,
  { elapsed }: ShellExit,
): Promise<void> {
  if (afterSuccess === undefined) return;
  // Whoever is left is known from here on: later, the group's number may be somebody else's.
  await findFamily();
  await afterSuccess(elapsed.seconds);
}

function endingOf({ code, signal, ending }: ShellExit): Ending {
  if (ending !== undefined) return { end: ending.limit };
  if (code !== null) return { end: 'exited', exitCode: code };
  return { end: 'signalled', signalName: signal ?? 'an unknown signal' };
}

function notStarted(spec: CommandSpec, error: unknown): Ending {
  // The system says "no such file" of the shell when it is the directory that is missing.
  const problem = existsSync(spec.cwd) ? messageOf(error) : `the directory ${spec.cwd} does not exist`;
  return { end: 'not_started', startProblem: problem };
}

function finish(
  { tailTokens = outputTokens }: CommandSpec,
  output: CapturedOutput,
  ending: Ending,
  elapsed: Elapsed,
  ended: Ended = { leftovers: [] },
): CommandResult {
  const logProblem = output.close();
  const result = { ...ending, ...elapsed, outputTail: output.tail(tailTokens), ...ended };
  return logProblem === undefined ? result : { ...result, logProblem };
}
