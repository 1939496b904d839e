import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Bytes, lostBytes } from './lost-bytes.js';
import { corruptionsOf, idOf, type Rows, readRows, unfinishedIn } from './rows.js';
import type { World } from './world.js';
import { wrongRefs } from './wrong-refs.js';

/** What may never go again. */
export interface Before {
  readonly rows: Rows;
  readonly bytes: Bytes;
}

/** What must hold whenever nothing is going on, whatever has been killed before; the sentences say what does not. */
export function brokenInvariants(world: World, before: Before): string[] {
  const { home } = world;
  const rows = readRows(home);
  return [
    ...corruptionsOf(home),
    ...unfinishedIn(rows),
    ...lostRows(before.rows, rows),
    ...lostBytes(world, before.bytes),
    ...wrongRefs(world, rows),
    ...strangeFiles(world, rows),
  ];
}

function lostRows(before: Rows, after: Rows): string[] {
  const keys = (rows: Rows) => [...rows.sessions.map(({ id }) => id), ...rows.runs.map(idOf)];
  const now = new Set(keys(after));
  const lost = keys(before).filter((key) => !now.has(key));
  const fewer = (['samples', 'events'] as const).filter(
    (table) => after.counts[table] < before.counts[table],
  );
  return [...lost, ...fewer].map((what) => `${what}: rows have disappeared`);
}

const usual = /^(?:excludes|index|arm-[01]\.json|[0-9a-f]{12}\.index)$/;

// Of a git that was killed while it wrote one: it removes them itself in time.
const unfinishedObject = /^objects\/[0-9a-f]{2}\/tmp_obj_\w+$/;

/** Locks of git, and whatever belongs to no session or was only needed for a moment. */
function strangeFiles({ home, repository: { root } }: World, { sessions }: Rows): string[] {
  const locks = readdirSync(join(root, '.git'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.lock$|tmp_/.test(path) && !unfinishedObject.test(path))
    .map((path) => `.git/${path}`);
  const ids = new Set(sessions.map(({ id }) => id));
  const living = sessions.filter(({ state }) => state !== 'ended').map(({ id }) => id);
  const arms = new Set(living.map((id) => createHash('sha256').update(id).digest('hex').slice(0, 12)));
  const own = namesIn(home, 'sessions').flatMap((id) =>
    ids.has(id)
      ? namesIn(home, `sessions/${id}`)
          .filter((name) => !usual.test(name))
          .map((name) => `sessions/${id}/${name}`)
      : [`sessions/${id}`],
  );
  const armless = namesIn(home, 'arms').filter((name) => !arms.has(name));
  return [...locks, ...own, ...armless.map((name) => `arms/${name}`)].map((path) => `${path} is left behind`);
}

function namesIn(home: string, directory: string): string[] {
  const path = join(home, directory);
  return existsSync(path) ? readdirSync(path) : [];
}
