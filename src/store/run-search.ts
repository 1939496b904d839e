import type { Db } from './database.js';
import { matchExpression } from './full-text.js';

export interface RunQuery {
  /** Words of descriptions, hypotheses, what was learnt, file names and ideas; in quotes, phrases. */
  readonly text?: string | undefined;
  /** Whether all words must be there, or any. */
  readonly how?: 'all' | 'any';
  readonly session?: string | undefined;
  /** Ids: of these only. */
  readonly sessions?: readonly string[] | undefined;
  /** The common git directory of a repository: all of its worktrees are meant. */
  readonly repository?: string | undefined;
  readonly verdict?: string | undefined;
  readonly outcome?: string | undefined;
  /** `best` needs a text with a word in it. */
  readonly order: 'newest' | 'best';
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: Position | undefined;
}

interface Position {
  /** Newest first: the last row of the page before. By match: the newest row that there was at the first page. */
  readonly row: number;
  /** By match: the rows of all pages before. */
  readonly seen?: readonly number[];
}

/** Which run was found, and where in the list. */
export interface FoundRun {
  readonly sessionId: string;
  readonly number: number;
  readonly row: number;
}

interface Row {
  session_id: string;
  run: number;
  id: number;
}

/** What is asked of runs, over all sessions of all repositories. The rows are written by triggers. */
export function runSearch(db: Db) {
  const newest = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM run_texts');
  return {
    newestRow: (): number => newest.get()?.id ?? 0,
    /** Runs that all of a query holds for: newest first, or best match first. */
    find: (query: RunQuery): FoundRun[] => find(db, query),
  };
}

/**
 * The best match is looked for among so many of the newest matches: to weigh every one of a word that a third of all
 * runs have would take longer the longer a machine is used.
 */
const weighed = 1000;

// Columns of run_texts that a query may settle.
const settled = ['session', 'repository', 'verdict', 'outcome'] as const;
const columnOf = { session: 'session_id', repository: 'repository', verdict: 'verdict', outcome: 'outcome' };

function find(db: Db, query: RunQuery): FoundRun[] {
  const match = query.text === undefined ? undefined : matchExpression(query.text, query.how ?? 'all');
  const isEmpty = query.text === undefined || query.text.trim() === '';
  if (!isEmpty && match === undefined) return [];
  const rows = db.prepare<[Record<string, unknown>], Row>(sqlFor(query, match !== undefined));
  const { text: _, how: __, order: ___, after, sessions, ...values } = query;
  const { row = 0, seen = [] } = after ?? {};
  return rows
    .all({ ...values, sessions: JSON.stringify(sessions), match, row, seen: JSON.stringify(seen) })
    .map((found) => ({ sessionId: found.session_id, number: found.run, row: found.id }));
}

function sqlFor(query: RunQuery, isMatch: boolean): string {
  const byMatch = isMatch && query.order === 'best';
  // CROSS JOIN: the words come first, however few runs have the rest.
  const from = isMatch ? 'runs_fts CROSS JOIN run_texts ON run_texts.id = runs_fts.rowid' : 'run_texts';
  const id = isMatch ? 'runs_fts.rowid' : 'run_texts.id';
  const conditions = [
    ...(isMatch ? ['runs_fts MATCH @match'] : []),
    ...settled.flatMap((name) => (query[name] === undefined ? [] : [`${columnOf[name]} = @${name}`])),
    ...(query.sessions === undefined
      ? []
      : ['run_texts.session_id IN (SELECT value FROM json_each(@sessions))']),
    ...(query.after === undefined ? [] : [`${id} ${byMatch ? '<=' : '<'} @row`]),
  ];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const newest = (columns: string) => `SELECT ${columns} FROM ${from} ${where} ORDER BY ${id} DESC`;
  if (!byMatch) return `${newest('session_id, run, id')} LIMIT @limit`;
  return `SELECT * FROM (${newest('session_id, run, id, rank AS score')} LIMIT ${weighed})
    WHERE id NOT IN (SELECT value FROM json_each(@seen)) ORDER BY score, id DESC LIMIT @limit`;
}
