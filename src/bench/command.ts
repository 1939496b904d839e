import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { messageOf } from '../errors.js';
import { type CapturedOutput, captureOutput } from './captured-output.js';
import { commandEnvironment, createMark } from './environment.js';
import { enforceLimits, type LimitReached } from './limits.js';
import { familyOf } from './process-family.js';
import { type Elapsed, startStopwatch } from './stopwatch.js';
import { endStragglers } from './stragglers.js';

/** One command to run in one directory. */
export interface CommandSpec {
  /** A shell line, run by `/bin/sh -c`. */
  readonly command: string;
  readonly cwd: string;
  /** Added to the cleaned environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Between TERM and KILL. */
  readonly killGraceSeconds: number;
  /** Appended to; its directory is created. */
  readonly logPath: string;
  /** Ends the command. */
  readonly signal: AbortSignal;
  /** Given standard output as it arrives. Must not throw. */
  readonly onStdout?: (chunk: Buffer) => void;
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
  /** From before the start to the exit of the command's own process, on the monotonic clock. */
  readonly seconds: number;
  /** Whether wall clock and monotonic clock differ by more than 2 s. */
  readonly slept: boolean;
  /** The last part of both streams, cleaned: at most 40 lines and 2,000 characters. */
  readonly outputTail: string;
  /** The names of processes that the command left alive and that were ended, at most 10. */
  readonly leftovers: readonly string[];
}

type Ending = Pick<CommandResult, 'end' | 'exitCode' | 'signalName' | 'startProblem'>;

/**
 * Runs a command in a process group of its own and returns when it, everything that it started and its log are done.
 * Never rejects for anything the command does. With a signal that is aborted already nothing is started.
 */
export async function runCommand(spec: CommandSpec): Promise<CommandResult> {
  const elapsed = startStopwatch();
  if (spec.signal.aborted) return { end: 'cancelled', ...elapsed(), outputTail: '', leftovers: [] };
  const output = captureOutput(spec.logPath, spec.onStdout);
  const mark = createMark();
  const child = startShell(spec, mark);
  if (child instanceof Error) return finish(notStarted(spec, child), elapsed(), output);
  if (child.pid === undefined) {
    const [error] = await once(child, 'error');
    return finish(notStarted(spec, error), elapsed(), output);
  }
  output.attach(child);
  const find = familyOf(child.pid, mark);
  const exit = await exitOf(child, child.pid, spec, elapsed);
  const leftovers = await endStragglers(find, spec.killGraceSeconds);
  await output.drain(child);
  return finish(endingOf(exit), exit.elapsed, output, leftovers);
}

function startShell(spec: CommandSpec, mark: string): ChildProcess | Error {
  const env = commandEnvironment({ inherited: process.env, added: spec.env, cwd: spec.cwd, mark });
  try {
    return spawn('/bin/sh', ['-c', spec.command], {
      cwd: spec.cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly limit: LimitReached | undefined;
  readonly elapsed: Elapsed;
}

/** Waits for the command's own process, within its limits. */
function exitOf(
  child: ChildProcess,
  group: number,
  spec: CommandSpec,
  elapsed: () => Elapsed,
): Promise<Exit> {
  return new Promise((resolve) => {
    const finished = (code: number | null, signal: string | null): void =>
      resolve({ code, signal, elapsed: elapsed(), limit: limits.release() });
    const giveUp = (): void => {
      child.unref(); // it must not keep the server from exiting
      finished(null, null);
    };
    const limits = enforceLimits({ ...spec, group, giveUp });
    // Released within the event itself: from here on the group's number may belong to somebody else.
    child.once('exit', finished);
  });
}

function endingOf({ code, signal, limit }: Exit): Ending {
  if (limit !== undefined) return { end: limit };
  if (code !== null) return { end: 'exited', exitCode: code };
  return { end: 'signalled', signalName: signal ?? 'an unknown signal' };
}

function notStarted(spec: CommandSpec, error: unknown): Ending {
  // The system says "no such file" of the shell when it is the directory that is missing.
  const problem = existsSync(spec.cwd) ? messageOf(error) : `the directory ${spec.cwd} does not exist`;
  return { end: 'not_started', startProblem: problem };
}

function finish(
  ending: Ending,
  elapsed: Elapsed,
  output: CapturedOutput,
  leftovers: string[] = [],
): CommandResult {
  const logProblem = output.close();
  const result = { ...ending, ...elapsed, outputTail: output.tail(), leftovers };
  return logProblem === undefined ? result : { ...result, logProblem };
}
