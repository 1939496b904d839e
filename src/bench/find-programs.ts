import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** A program that a command names, and the file that was found for it. */
export interface Program {
  /** As it stands in the command: a name to be looked up, or an absolute path. */
  readonly name: string;
  readonly path: string;
}

/**
 * The directories in which commands look for programs: the absolute ones of PATH. A relative one would lie in whatever
 * code is being measured, which could put programs of its own there.
 *
 * @returns in the form of PATH.
 */
export function searchPathOf(path: string | undefined): string {
  const directories = (path ?? '').split(delimiter).filter((each) => isAbsolute(each));
  return directories.length === 0 ? '/usr/local/bin:/usr/bin:/bin' : directories.join(delimiter);
}

/**
 * Every program that some shell lines name, wherever in the line: the file that a word is found to be in PATH, or is
 * by itself. Words that are no programs are left out; one too many does no harm.
 *
 * @param lines shell lines, and the first lines of scripts.
 */
export async function findPrograms(lines: readonly string[], searchPath: string): Promise<Program[]> {
  const names = [...new Set(['/bin/sh', ...lines.flatMap(wordsOf)])];
  const found = await Promise.all(names.map((name) => findProgram(name, searchPath)));
  return found.filter((each) => each !== undefined);
}

function wordsOf(line: string): string[] {
  return line.split(/[\s'"`;&|()<>{}$,=!#]+/).filter((word) => /^[\w./@+-]+$/.test(word));
}

/** Where a name is found as a program; undefined where it is not. */
export async function findProgram(name: string, searchPath: string): Promise<Program | undefined> {
  // A relative path is a file of the code or of the evaluator, and pinned as such.
  if (name.includes('/') && !isAbsolute(name)) return undefined;
  const places = isAbsolute(name) ? [name] : searchPath.split(delimiter).map((each) => join(each, name));
  for (const path of places) if (await isProgram(path)) return { name, path };
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) return false;
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
