import { open, stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';

/** A command as it is run. */
export interface ResolvedCommand {
  /** `script`: the whole of the command is the path of a file. `shell`: a line for the shell. */
  readonly kind: 'script' | 'shell';
  /** What `/bin/sh -c` is given, in whichever directory holds the code. */
  readonly line: string;
}

/**
 * Settle what a command is. A script inside the repository is named relatively, so that every arm runs its own copy; one
 * that its owner may not execute is run by the program that its first line names, or by bash.
 *
 * @param directory the session's directory, absolute.
 * @param root top of the repository, absolute.
 */
export async function resolveCommand(
  command: string,
  directory: string,
  root: string,
): Promise<ResolvedCommand> {
  const path = resolve(directory, command.trim());
  const found = await stat(path).catch(() => undefined);
  // What is no file is the shell's: `make` is looked up in PATH.
  if (found?.isFile() !== true) return { kind: 'shell', line: command };
  const isInside = path.startsWith(`${root}/`);
  // With a `./`, so that no name is taken for an option, or for a program in PATH.
  const word = escaped(isInside ? `./${relative(directory, path)}` : path);
  // The owner's bit is the one that git records, so it is the one that every arm will have.
  const isExecutable = (found.mode & 0o100) !== 0;
  const line = isExecutable ? word : `${await interpreterOf(path)} ${word}`;
  return { kind: 'script', line };
}

async function interpreterOf(path: string): Promise<string> {
  return (await firstLineOf(path)).match(/^#!\s*(\S.*?)\s*$/)?.[1] ?? 'bash';
}

/** The first line of a file, of at most 256 bytes; empty where it cannot be read. */
export async function firstLineOf(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
    return buffer.toString('utf8', 0, bytesRead).split('\n', 1)[0] ?? '';
  } catch {
    return ''; // a directory can be opened, not read
  } finally {
    await file.close();
  }
}

/** A path as a shell takes it for one word. */
function escaped(path: string): string {
  return path.replace(/[^\w./@%+=:,\x80-\u{10ffff}-]/gu, (sign) => (sign === '\n' ? "'\n'" : `\\${sign}`));
}
