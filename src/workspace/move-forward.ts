import { lstat, utimes } from 'node:fs/promises';
import { filePath, type PathBytes } from './path-bytes.js';

/**
 * Remember how old some files are, before others are written in their place.
 *
 * @returns what makes the new files at least a second younger than the old ones: caches that compare whole seconds and
 *   sizes (Python's bytecode) would else run the code of before.
 */
export async function rememberTimes(
  root: string,
  changes: readonly { readonly path: PathBytes }[],
): Promise<() => Promise<void>> {
  const files = changes.map((change) => filePath(root, change.path));
  const before = await Promise.all(files.map(secondOf));
  return async () => {
    await Promise.all(files.map((file, at) => moveForward(file, before[at])));
  };
}

async function moveForward(file: Buffer, before: number | undefined): Promise<void> {
  const now = await secondOf(file);
  if (before === undefined || now === undefined || now > before) return;
  await utimes(file, before + 1, before + 1);
}

/** Whole second of a regular file's last change; undefined for anything else. */
async function secondOf(file: Buffer): Promise<number | undefined> {
  const found = await lstat(file).catch(() => undefined);
  return found?.isFile() ? Math.floor(found.mtimeMs / 1000) : undefined;
}
