import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import type { CommandPlace } from './command-line.js';
import { serverPath } from './connect.js';
import { eventually } from './eventually.js';

/** The program, running where a person sees it and can press keys. */
export interface Running {
  readonly output: () => string;
  /** Wait until it has written this. */
  readonly shows: (text: string) => Promise<void>;
  readonly interrupt: () => void;
  /** Its exit code. */
  readonly ended: Promise<number>;
}

/** Run the built program in a terminal of so many columns and rows: script(1) makes one. */
export function atTerminal(
  args: readonly string[],
  place: CommandPlace,
  { columns = 80, rows = 24 } = {},
): Running {
  const program = [process.execPath, serverPath, ...args].map((word) => `'${word}'`).join(' ');
  const line = `stty cols ${columns} rows ${rows}; exec ${program}`;
  const recorded =
    process.platform === 'linux' ? ['-qefc', line, '/dev/null'] : ['-q', '/dev/null', 'sh', '-c', line];
  const child = started('script', recorded, place);
  // As the terminal's own Ctrl-C: the program is not asked, it is signalled.
  return running(child, () => void child.stdin.write('\u0003'));
}

/** Run the built program with its output to a pipe, until it ends. */
export function inBackground(args: readonly string[], place: CommandPlace): Running {
  const child = started(process.execPath, [serverPath, ...args], place);
  return running(child, () => void child.kill('SIGINT'));
}

function started(command: string, args: readonly string[], { home, directory, env }: CommandPlace) {
  const child = spawn(command, args, {
    cwd: directory,
    env: { ...process.env, TERM: 'xterm', ...env, AUTORESEARCH_HOME: home },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function running(child: ReturnType<typeof started>, interrupt: () => void): Running {
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  return {
    output: () => output,
    shows: (text) => eventually(`"${text}" in the output`, () => output.includes(text)),
    interrupt,
    ended: new Promise((resolve) => child.on('close', (code) => resolve(code ?? -1))),
  };
}
