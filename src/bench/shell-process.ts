import { type ChildProcess, spawn } from 'node:child_process';
import { type Ended, endCommand } from './end-family.js';
import { commandEnvironment } from './environment.js';
import { type LimitReached, type LimitsSpec, watchLimits } from './limits.js';
import type { FindFamily } from './process-family.js';
import type { Elapsed } from './stopwatch.js';

/** What the shell is to run, and where. */
export interface ShellSpec {
  readonly command: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** How the shell of a command ended. Without code and signal it could not be ended at all. */
export interface ShellExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly elapsed: Elapsed;
  /** When it was told to end. */
  readonly ending?: Ending;
}

/** A limit that a command has reached. */
interface Ending {
  readonly limit: LimitReached;
  /** Who did not end when it was told to, when everything has been ended. */
  readonly stubborn: Promise<Ended>;
}

/**
 * Starts `/bin/sh -c` in a process group and session of its own, without standard input. What Node throws is returned;
 * other failures come as the `error` event of a process without `pid`.
 */
export function startShell(spec: ShellSpec, mark: string): ChildProcess | Error {
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

/** What may end the shell before it ends by itself, and how. */
export interface EndingSpec extends LimitsSpec {
  /** Between TERM and KILL. */
  readonly killGraceSeconds: number;
}

/**
 * Waits for the shell to exit, within its limits. Call it in the same turn as `startShell`.
 *
 * @param pid the shell's process number
 * @param find looks for its processes; used when a limit is reached
 * @param elapsed read at the moment of the exit
 */
export function waitForShell(
  shell: ChildProcess,
  pid: number,
  find: FindFamily,
  spec: EndingSpec,
  elapsed: () => Elapsed,
): Promise<ShellExit> {
  return new Promise((resolve) => {
    let ending: Ending | undefined;
    // Both are set within the event of the exit: from there on the group's number may be given to somebody else.
    const isThere = (): boolean => shell.exitCode === null && shell.signalCode === null;
    const exited = (code: number | null, signal: string | null): void => {
      release();
      resolve({ code, signal, elapsed: elapsed(), ...(ending === undefined ? {} : { ending }) });
    };
    const giveUp = (): void => {
      if (!isThere()) return;
      shell.unref(); // it must not keep the server from exiting
      exited(null, null);
    };
    const release = watchLimits(spec, (limit) => {
      ending = { limit, stubborn: endCommand(find, spec.killGraceSeconds, { pid, isThere }) };
      void ending.stubborn.then(giveUp);
    });
    shell.once('exit', exited);
  });
}
