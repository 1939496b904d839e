import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';

export const databaseName = 'autoresearch.db';

const runShape = z.looseObject({
  number: z.number(),
  state: z.string(),
  verdict: z.string().nullable(),
  outcome: z.string().nullable(),
  value: z.number().nullable(),
});
const sampleShape = z.looseObject({
  id: z.number(),
  run: z.number(),
  measured_run: z.number(),
  side: z.enum(['incumbent', 'candidate']),
  purpose: z.string(),
  pair: z.number().nullable(),
  attempt: z.number().nullable(),
  seed: z.number(),
  status: z.string(),
  value: z.number().nullable(),
  seconds: z.number(),
});
const countShape = z.object({ count: z.number() });

/** The rows of all runs in a home's database, oldest first: what is stored, not what a tool says of it. */
export function storedRuns(home: string): readonly z.infer<typeof runShape>[] {
  return query(home, 'SELECT * FROM runs ORDER BY started_at, number').map((row) => runShape.parse(row));
}

export type SampleRow = z.infer<typeof sampleShape>;

/** The rows of all samples, or of one run's, in the order in which they were taken. */
export function storedSamples(home: string, run?: number): readonly SampleRow[] {
  const rows = query(home, 'SELECT * FROM samples ORDER BY id').map((row) => sampleShape.parse(row));
  return run === undefined ? rows : rows.filter((row) => row.run === run);
}

/** How many rows of a table match a condition. */
export function countRows(home: string, table: string, where = '1'): number {
  const [row] = query(home, `SELECT count(*) AS count FROM ${table} WHERE ${where}`);
  return countShape.parse(row).count;
}

/** Let a session have begun that much earlier: nobody has to wait until its time is over. */
export function ageSession(home: string, session: string, minutes: number): void {
  const db = new Database(join(home, databaseName));
  try {
    db.prepare(
      `UPDATE sessions SET created_at = created_at - @ms, ended_at = ended_at - @ms,
       replay = json_set(replay, '$.startedAt', (replay ->> '$.startedAt') - @ms) WHERE id = @session`,
    ).run({ ms: minutes * 60_000, session });
  } finally {
    db.close();
  }
}

/** Whatever a query finds in a home's database, which a server may be writing. */
export function query(home: string, sql: string): unknown[] {
  const db = new Database(join(home, databaseName), { readonly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}
