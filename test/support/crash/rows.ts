import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { databaseName, query } from '../database.js';

const sessionShape = z.object({
  id: z.string(),
  state: z.string(),
  isolation: z.string(),
  deterministic: z.number(),
  branch: z.string(),
  replay: z.string().nullable(),
  incumbent_tree: z.string(),
  incumbent_commit: z.string(),
  end_reason: z.string().nullable(),
  extension: z.string().nullable(),
  abandoning: z.number().nullable(),
});
const runShape = z.object({
  session_id: z.string(),
  number: z.number(),
  state: z.string(),
  tree: z.string(),
  candidate_commit: z.string(),
  unseen_commit: z.string().nullable(),
  displaced_tree: z.string().nullable(),
  intention: z.string().nullable(),
  verdict: z.string().nullable(),
  evidence: z.string().nullable(),
  value: z.number().nullable(),
  can_keep: z.number(),
  approval: z.string().nullable(),
  outcome: z.string().nullable(),
  kept_commit: z.string().nullable(),
});
const recoveryShape = z.object({ run: z.number().nullable(), what: z.string() });
const prunedShape = z.object({ session_id: z.string() });
const lockShape = z.object({ name: z.string(), owner_pid: z.number() });
const countsShape = z.object({
  sessions: z.number(),
  runs: z.number(),
  samples: z.number(),
  events: z.number(),
});

export type SessionRow = z.infer<typeof sessionShape>;
export type RunRow = z.infer<typeof runShape>;

/** What a database says of the state of things. */
export interface Rows {
  /** Oldest first. */
  readonly sessions: readonly SessionRow[];
  readonly runs: readonly RunRow[];
  /** What was put right so far, and of which run. */
  readonly recoveries: readonly z.infer<typeof recoveryShape>[];
  /** Ids of the sessions that have lost their refs to `prune`. */
  readonly pruned: readonly string[];
  readonly locks: readonly z.infer<typeof lockShape>[];
  readonly counts: z.infer<typeof countsShape>;
}

const nothing: Rows = {
  sessions: [],
  runs: [],
  recoveries: [],
  pruned: [],
  locks: [],
  counts: { sessions: 0, runs: 0, samples: 0, events: 0 },
};

export function readRows(home: string): Rows {
  // A server that was killed may not have come to make its schema.
  if (!existsSync(join(home, databaseName)) || tablesIn(home) === 0) return nothing;
  const all = <T>(shape: z.ZodType<T>, sql: string) => query(home, sql).map((row) => shape.parse(row));
  const count = (table: string) => `(SELECT count(*) FROM ${table}) AS ${table}`;
  const [counts] = all(countsShape, `SELECT ${Object.keys(countsShape.shape).map(count).join(', ')}`);
  return {
    sessions: all(sessionShape, `SELECT ${Object.keys(sessionShape.shape)} FROM sessions ORDER BY rowid`),
    runs: all(runShape, `SELECT ${Object.keys(runShape.shape)} FROM runs ORDER BY started_at, number`),
    recoveries: all(
      recoveryShape,
      "SELECT run, data ->> '$.what' AS what FROM events WHERE kind = 'recovered' ORDER BY id",
    ),
    pruned: all(prunedShape, "SELECT session_id FROM events WHERE kind = 'pruned'").map(
      (row) => row.session_id,
    ),
    locks: all(lockShape, 'SELECT name, owner_pid FROM locks ORDER BY name'),
    counts: counts ?? nothing.counts,
  };
}

function tablesIn(home: string): number {
  return query(home, "SELECT name FROM sqlite_schema WHERE type = 'table'").length;
}

/** What somebody was in the middle of, in words. */
export function unfinishedIn({ sessions, runs }: Rows): string[] {
  return [
    ...sessions.filter(({ state }) => state === 'starting').map(({ id }) => `${id} is starting`),
    ...sessions
      .filter(
        ({ state, replay }) => state !== 'ended' && replay !== null && replay.includes('"state":"running"'),
      )
      .map(({ id }) => `${id} is being replayed`),
    ...sessions.filter(({ abandoning }) => abandoning !== null).map(({ id }) => `${id} is being abandoned`),
    ...runs.filter(({ state }) => state === 'running').map((run) => `${idOf(run)} is running`),
    ...runs.filter(({ intention }) => intention !== null).map((run) => `${idOf(run)} has an intention`),
    ...runs.filter((run) => run.displaced_tree !== null).map((run) => `${idOf(run)} has displaced a tree`),
  ];
}

export function idOf({ session_id, number }: Pick<RunRow, 'session_id' | 'number'>): string {
  return `${session_id}.${number}`;
}

/** What SQLite finds wrong with a database. */
export function corruptionsOf(home: string): string[] {
  if (!existsSync(join(home, databaseName))) return [];
  const texts = [...query(home, 'PRAGMA integrity_check'), ...query(home, 'PRAGMA foreign_key_check')];
  return texts.map((row) => JSON.stringify(row)).filter((text) => text !== '{"integrity_check":"ok"}');
}
