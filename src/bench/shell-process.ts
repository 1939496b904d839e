import { type ChildProcess, spawn } from 'node:child_process';
import { commandEnvironment } from './environment.js';
import { enforceLimits, type LimitReached, type LimitsSpec } from './limits.js';
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
  /** The limit because of which it was told to end, if there was one. */
  readonly limit: LimitReached | undefined;
  readonly elapsed: Elapsed;
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

/**
 * Waits for the shell to exit, within its limits. Call it in the same turn as `startShell`.
 *
 * @param group the shell's process number
 * @param elapsed read at the moment of the exit
 */
export function waitForShell(
  shell: ChildProcess,
  group: number,
  spec: LimitsSpec,
  elapsed: () => Elapsed,
): Promise<ShellExit> {
  return new Promise((resolve) => {
    const exited = (code: number | null, signal: string | null): void =>
      // Released within the event itself: from here on the group's number may be given to somebody else.
      resolve({ code, signal, elapsed: elapsed(), limit: limits.release() });
    const giveUp = (): void => {
      shell.unref(); // it must not keep the server from exiting
      exited(null, null);
    };
    const limits = enforceLimits(spec, group, giveUp);
    shell.once('exit', exited);
  });
}
