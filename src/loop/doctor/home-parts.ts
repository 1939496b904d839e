import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../errors.js';
import { bytesWords, freeSpace } from '../disk-use.js';
import { shellWord } from '../shell-word.js';
import { type Diagnosis, note, ok, problem } from './diagnosis.js';

const wantedBytes = 200e6;

/** Whether the home directory and what is in it can be used, by its owner alone. */
export async function diagnoseHome(home: string): Promise<Diagnosis[]> {
  const found = await stat(home).catch(() => undefined);
  if (found === undefined) {
    return [note('home', `${home} is not there yet.`, 'Nothing: a server makes it when it starts.')];
  }
  if (!found.isDirectory()) {
    const todo = 'Move it away, or set AUTORESEARCH_HOME to a directory.';
    return [problem('home', `${home} is not a directory.`, todo)];
  }
  const parts = (await readdir(home)).map((name) => join(home, name));
  const checked = await Promise.all([home, ...parts].map(unwritable));
  const locked = checked.filter((each) => each !== undefined);
  return [
    ...(locked.length === 0 ? [ok('home', home)] : locked),
    ...privacyOf(home, found.mode),
    await diagnoseSpace(home),
  ];
}

async function unwritable(path: string): Promise<Diagnosis | undefined> {
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return undefined;
  } catch (error) {
    const todo = `Make it writable for this user, such as with \`chmod u+rwX ${shellWord(path)}\`, or set AUTORESEARCH_HOME to another directory.`;
    return problem('home', `${path} cannot be written: ${messageOf(error)}`, todo);
  }
}

/** Logs and database hold what commands print: secrets, at times. Behind a closed home, nothing in it is open. */
function privacyOf(home: string, mode: number): Diagnosis[] {
  if ((mode & 0o077) === 0) return [];
  const rights = (mode & 0o777).toString(8);
  return [problem('home', `Others can look into ${home} (mode ${rights}).`, `chmod 700 ${shellWord(home)}`)];
}

async function diagnoseSpace(home: string): Promise<Diagnosis> {
  const free = await freeSpace(home);
  const what = `${bytesWords(free)} are free where ${home} is.`;
  if (free >= wantedBytes) return ok('home', what);
  return problem('home', what, `Make room: ${pruneExample} removes what ended sessions have left.`);
}

const pruneExample = '`autoresearch-mcp prune --older-than 30d`';
