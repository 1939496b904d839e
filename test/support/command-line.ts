import { execFile } from 'node:child_process';
import { serverPath } from './connect.js';

export interface CommandLineResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Run a command of the built program, as a person at a terminal would. */
export function runCommandLine(
  args: readonly string[],
  options: { readonly home: string; readonly cwd?: string },
): Promise<CommandLineResult> {
  const env = { ...process.env, AUTORESEARCH_HOME: options.home };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [serverPath, ...args],
      { env, ...(options.cwd === undefined ? {} : { cwd: options.cwd }) },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, stdout, stderr });
      },
    );
  });
}
