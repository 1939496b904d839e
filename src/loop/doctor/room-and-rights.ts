import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { messageOf } from '../../errors.js';
import { bytesWords, freeSpace } from '../disk-use.js';
import { shellWord } from '../shell-word.js';
import { type Diagnosis, ok, problem } from './diagnosis.js';

type Place = 'home' | 'repository';

const wantedBytes = 200e6;
const pruneExample = '`autoresearch-mcp prune --older-than 30d`';

/** Whether there is room where a directory is. */
export async function diagnoseSpace(place: Place, directory: string): Promise<Diagnosis> {
  const free = await freeSpace(directory);
  const what = `${bytesWords(free)} are free where ${directory} is.`;
  if (free >= wantedBytes) return ok(place, what);
  return problem(place, what, `Make room: ${pruneExample} removes what ended sessions have left.`);
}

/** What is to be said of a path that cannot be written; undefined where it can. */
export async function unwritable(place: Place, path: string): Promise<Diagnosis | undefined> {
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return undefined;
  } catch (error) {
    const other = place === 'home' ? ', or set AUTORESEARCH_HOME to another directory' : '';
    const todo = `Make it writable for this user, such as with \`chmod u+rwX ${shellWord(path)}\`${other}.`;
    return problem(place, `${path} cannot be written: ${messageOf(error)}`, todo);
  }
}
