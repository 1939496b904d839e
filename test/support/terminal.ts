import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { serverPath } from './server-path.js';

/** What the program shows on a terminal. */
export interface Shown {
  readonly text: () => string;
  readonly close: () => Promise<void>;
  readonly ended: () => Promise<void>;
}

const inTerminal = 'import pty, sys; pty.spawn(sys.argv[1:])';

/**
 * Run the built program at a terminal of its own, which is closed with the test.
 *
 * @param starter a command that is given the program's and starts it.
 */
export function showOnTerminal(
  args: readonly string[],
  home: string,
  starter: readonly string[] = [],
): Shown {
  const child = spawn('python3', ['-c', inTerminal, ...starter, process.execPath, serverPath, ...args], {
    env: { ...process.env, AUTORESEARCH_HOME: home },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  const ended = async () => void (await exited);
  const close = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(close);
  return { text: () => text.replaceAll('\r\n', '\n'), close, ended };
}
