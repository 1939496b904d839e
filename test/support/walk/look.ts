import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { filesBelow } from '../checkout.js';
import { type Rows, readRows } from '../crash/rows.js';
import { gitBytes, gitLine, gitList } from '../git-bytes.js';
import type { WalkState } from './walk-state.js';

/** Everything that can be seen from outside at one moment. */
export interface Look {
  /** What HEAD says: a branch or a commit. */
  readonly head: string;
  readonly commit: string;
  /** All refs but the stash, which is somebody's own. */
  readonly refs: Readonly<Record<string, string>>;
  /** Flag, mode, object, stage and path of each entry of the index. */
  readonly index: readonly string[];
  /** Paths that differ from HEAD and are not ignored. */
  readonly changed: readonly string[];
  /** Mode and content by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly rows: Rows;
  /** Whether no server was doing anything. What files hold means little otherwise. */
  readonly isResting: boolean;
}

const longestMilliseconds = 120_000;
const patienceMilliseconds = 150;

/** Look when everybody is at rest, or while a run is being measured, which may take long. */
export async function lookAround(walk: WalkState): Promise<Look> {
  const begun = Date.now();
  while (true) {
    const rows = readRows(walk.home);
    const isResting = isAtRest(walk, rows);
    const waited = Date.now() - begun;
    const isMeasuring = rows.runs.some(({ state }) => state === 'running');
    if (isResting || (isMeasuring && waited > patienceMilliseconds)) return lookNow(walk, rows, isResting);
    if (waited > longestMilliseconds)
      throw new Error(`Locks are not given back: ${JSON.stringify(rows.locks)}`);
    await delay(20);
  }
}

/** Look when everybody is at rest. */
export async function lookAtRest(walk: WalkState): Promise<Look> {
  const begun = Date.now();
  while (true) {
    const look = await lookAround(walk);
    if (look.isResting) return look;
    if (Date.now() - begun > longestMilliseconds) throw new Error('There is no end to what is going on.');
  }
}

function isAtRest({ servers }: WalkState, { locks }: Rows): boolean {
  return !locks.some(({ owner_pid }) => servers.some((server) => server?.pid === owner_pid));
}

function lookNow({ repository: { root } }: WalkState, rows: Rows, isResting: boolean): Look {
  const status = ['status', '--porcelain=v1', '--no-renames', '--untracked-files=all', '-z'];
  return {
    head: readFileSync(join(root, '.git/HEAD'), 'utf8').trim(),
    commit: gitLine(root, 'rev-parse', 'HEAD'),
    refs: refsOf(root),
    index: gitList(root, ['ls-files', '-s', '-v', '-z']),
    changed: gitList(root, status).map((record) => record.slice(3)),
    files: filesBelow(root),
    rows,
    isResting,
  };
}

function refsOf(root: string): Record<string, string> {
  const lines = gitBytes(root, ['for-each-ref', '--format=%(refname) %(objectname)']).trim().split('\n');
  const pairs = lines.map((line) => line.split(' ')).map(([name = '', id = '']) => [name, id] as const);
  return Object.fromEntries(pairs.filter(([name]) => name !== 'refs/stash'));
}
