import { execFile, execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { serverPath } from './connect.js';
import { temporaryDirectory } from './temporary.js';

export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a person runs the program. */
export interface CommandPlace {
  readonly home: string;
  readonly directory: string;
  /** Added to the environment. */
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

/** Run a shell command that a tool has told, in a directory, as a person would who has installed the program. */
export function runReported(command: string, directory: string): string {
  const bin = temporaryDirectory();
  symlinkSync(serverPath, join(bin, 'autoresearch-mcp'));
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  return execFileSync('sh', ['-c', command], { cwd: directory, env, encoding: 'utf8' });
}
