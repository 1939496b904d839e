import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const started = promisify(execFile);

/**
 * Run a program that takes long, without keeping the test's own process from anything else meanwhile.
 *
 * @returns what it prints on standard output.
 * @throws Error with both of its outputs, unless it exits with 0.
 */
export async function runLong(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<string> {
  const { stdout } = await started(program, [...args], { ...options, maxBuffer: 64 * 1024 * 1024 }).catch(
    ({ message, stdout, stderr }) => {
      throw new Error(`${message}\n${stdout}\n${stderr}`);
    },
  );
  return stdout;
}
