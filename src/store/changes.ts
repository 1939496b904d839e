import type { Db } from './database.js';

/** The newest row of each table that is followed. */
export type ChangePosition = Readonly<Record<(typeof followed)[number]['table'], number>>;

/** Something of a session, or of one of its runs, that has come or changed. */
interface Change {
  readonly sessionId: string;
  readonly run?: number;
  /** Only what a person has said or granted: none of its runs and ideas is another by that. */
  readonly isWord?: true;
}

export interface FoundChanges {
  readonly position: ChangePosition;
  readonly changes: readonly Change[];
  /** Whether there are runs that there were not. */
  readonly hasNewRuns: boolean;
}

interface Row {
  id: number;
  session_id: string;
  run: number | null;
  word: number;
}

// The journal tells what is changed, and these tables what is added without a word in it.
const followed = [
  { table: 'events', run: 'run', word: "kind IN ('paused', 'stopped', 'resumed', 'extended')" },
  { table: 'run_texts', run: 'run', word: '0' },
  { table: 'ideas', run: 'NULL', word: '0' },
  { table: 'notes', run: 'NULL', word: '1' },
] as const;

/** What comes and changes, whichever process brings it about. */
export function changeFeed(db: Db) {
  const sources = followed.map(({ table, run, word }) => ({
    table,
    newest: db.prepare<[], { id: number | null }>(`SELECT max(id) AS id FROM ${table}`),
    after: db.prepare<[number], Row>(
      `SELECT id, session_id, ${run} AS run, ${word} AS word FROM ${table} WHERE id > ? ORDER BY id`,
    ),
  }));
  return {
    now: (): ChangePosition => {
      const position = { events: 0, run_texts: 0, ideas: 0, notes: 0 };
      for (const { table, newest } of sources) position[table] = newest.get()?.id ?? 0;
      return position;
    },
    since: (position: ChangePosition): FoundChanges => {
      const next = { ...position };
      const changes: Change[] = [];
      for (const { table, after } of sources) {
        for (const { id, session_id: sessionId, run, word } of after.all(position[table])) {
          next[table] = id;
          const isWord = word === 1 ? ({ isWord: true } as const) : {};
          changes.push({ sessionId, ...(run === null ? {} : { run }), ...isWord });
        }
      }
      return { position: next, changes, hasNewRuns: next.run_texts > position.run_texts };
    },
  };
}
