import { lstat, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { freeSpace } from '../disk-use.js';
import { shellWord } from '../shell-word.js';
import { type Diagnosis, note, ok, problem } from './diagnosis.js';
import { diagnoseSpace, unwritable } from './room-and-rights.js';

/** Whether the home directory and what is in it can be used, by its owner alone. */
export async function diagnoseHome(home: string): Promise<Diagnosis[]> {
  const found = await stat(home).catch(() => undefined);
  if (found === undefined) return [await diagnoseAbsent(home)];
  if (!found.isDirectory()) {
    const todo = 'Move it away, or set AUTORESEARCH_HOME to a directory.';
    return [problem('home', `${home} is not a directory.`, todo)];
  }
  const parts = (await readdir(home)).map((name) => join(home, name));
  const checked = await Promise.all([home, ...parts].map((path) => unwritable('home', path)));
  const locked = checked.filter((each) => each !== undefined);
  return [
    ...(locked.length === 0 ? [ok('home', home)] : locked),
    ...privacyOf(home, found.mode),
    await diagnoseSpace('home', home),
  ];
}

/** A home that is not there is made, where something that is there lets it be made. */
async function diagnoseAbsent(home: string): Promise<Diagnosis> {
  const todo = 'Set AUTORESEARCH_HOME to a directory that you can write.';
  if (await isThere(home)) return problem('home', `${home} is a link to nothing.`, `Remove it. Or: ${todo}`);
  let parent = dirname(home);
  while (!(await isThere(parent)) && dirname(parent) !== parent) parent = dirname(parent);
  const place = await stat(parent).catch(() => undefined);
  const canMake =
    place?.isDirectory() === true &&
    (await unwritable('home', parent)) === undefined &&
    // `/proc` says of itself that root may write it, and keeps no file.
    (await freeSpace(parent)) > 0;
  if (!canMake) return problem('home', `${home} is not there, and cannot be made in ${parent}.`, todo);
  return note('home', `${home} is not there yet.`, 'Nothing: a server makes it when it starts.');
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Logs and database hold what commands print: secrets, at times. Behind a closed home, nothing in it is open. */
function privacyOf(home: string, mode: number): Diagnosis[] {
  if ((mode & 0o077) === 0) return [];
  const rights = (mode & 0o777).toString(8);
  return [problem('home', `Others can look into ${home} (mode ${rights}).`, `chmod 700 ${shellWord(home)}`)];
}
