import type { Db } from './database.js';

/** Discarded runs of a session that have changed the same files. */
export interface DiscardedGroup {
  readonly files: readonly string[];
  readonly runs: number;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly lastRun: number;
  /** Of the last one. */
  readonly description: string;
  readonly learned?: string;
}

interface GroupRow {
  files: string;
  runs: number;
  verdicts: string;
  last: number;
  description: string;
  learned: string | null;
}

// However long a session is, so many of its newest discarded runs are looked at.
const lookedAt = 1000;

/** Runs, put together. */
export function runGroups(db: Db) {
  // SQLite takes the bare columns from the row that has the maximum: https://sqlite.org/lang_select.html#bareagg
  const discarded = db.prepare<[string, number], GroupRow>(
    `SELECT files, count(*) AS runs, max(run) AS last, description, learned,
       json_group_array(verdict) AS verdicts
     FROM (SELECT * FROM run_texts INDEXED BY run_texts_by_session
       WHERE session_id = ? AND outcome = 'discarded' ORDER BY id DESC LIMIT ${lookedAt})
     GROUP BY files ORDER BY runs DESC, last DESC LIMIT ?`,
  );
  return {
    /** Most runs first. */
    discarded: (session: string, limit: number): DiscardedGroup[] =>
      discarded.all(session, limit).map(fromRow),
  };
}

function fromRow({ files, runs, verdicts, last, description, learned }: GroupRow): DiscardedGroup {
  return {
    files: JSON.parse(files),
    runs,
    verdicts: counted(JSON.parse(verdicts)),
    lastRun: last,
    description,
    ...(learned === null ? {} : { learned }),
  };
}

function counted(verdicts: readonly (string | null)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const verdict of verdicts) if (verdict !== null) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}
