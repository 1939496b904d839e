import { fstatSync, writeFileSync } from 'node:fs';
import { isCode, messageOf, Refusal } from '../errors.js';

/**
 * Write to standard output, all of it. Whoever reads it may have seen enough (`history | head`): that is no failure, and
 * the command goes on to its end.
 *
 * @throws Refusal `internal` where it cannot be written, as on a full disk.
 */
export async function print(text: string): Promise<void> {
  try {
    await (isFile() ? writeFileSync(process.stdout.fd, text) : written(text));
  } catch (error) {
    if (!isReaderGone(error)) throw cannotPrint(error);
  }
}

/** Whether an error of an output says that nobody reads it any more. */
export function isReaderGone(error: unknown): boolean {
  return isCode(error, 'EPIPE');
}

/** To a file, the stream of Node.js writes as much as there is room for, and takes that for all. */
function isFile(): boolean {
  const { fd, isTTY } = process.stdout;
  const found = fstatSync(fd);
  return found.isFile() || (found.isCharacterDevice() && !isTTY);
}

function written(text: string): Promise<void> {
  const { stdout } = process;
  // What the callback is told, the stream says once more, and without a listener that is the end of the program.
  if (stdout.listenerCount('error') === 0) stdout.on('error', () => undefined);
  return new Promise((done, fail) => {
    stdout.write(text, (error) => (error ? fail(error) : done()));
  });
}

function cannotPrint(error: unknown): Refusal {
  return new Refusal(
    'internal',
    `Standard output cannot be written (${messageOf(error)}): what is there is not whole.`,
    'Make room, or let it go elsewhere.',
  );
}
