import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../../store/store.js';
import { bytesWords, diskUse } from '../disk-use.js';
import { armsName } from '../session-workspace.js';
import { type Diagnosis, ok, problem } from './diagnosis.js';

/** Measuring directories that nobody needs any more. */
export async function diagnoseArms(home: string, store: Store): Promise<Diagnosis> {
  const left = await leftArms(home, store);
  if (left.length === 0) return ok('arms', 'No measuring directory is left over.');
  let bytes = 0;
  for (const path of left) bytes += await diskUse(path);
  return problem(
    'arms',
    `${left.length} measuring directories of sessions that have ended or are not known take ${bytesWords(bytes)}.`,
    'autoresearch-mcp prune --older-than 30d',
  );
}

/** Paths of the arms of sessions that have ended, or of which there is no row. */
export async function leftArms(home: string, store: Store): Promise<string[]> {
  const wanted = new Set(store.sessions.allOpen().map(({ id }) => armsName(id)));
  const names = await readdir(join(home, 'arms')).catch(() => []);
  return names.filter((name) => !wanted.has(name)).map((name) => join(home, 'arms', name));
}
