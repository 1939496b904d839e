import { execFile } from 'node:child_process';
import { serverPath } from './connect.js';

export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandPlace {
  readonly home: string;
  readonly directory: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of Node.js itself, before the program. */
  readonly nodeOptions?: readonly string[];
}

/** Run the built program as a person would at a terminal, with a home and in a directory. */
export function commandLine(
  args: readonly string[],
  { home, directory, env: added, nodeOptions = [] }: CommandPlace,
): Promise<CommandOutcome> {
  const env = { ...process.env, ...added, AUTORESEARCH_HOME: home };
  return new Promise((resolve) => {
    const options = { cwd: directory, env, encoding: 'utf8' as const };
    const child = execFile(
      process.execPath,
      [...nodeOptions, serverPath, ...args],
      options,
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
