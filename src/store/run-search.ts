import type { Db } from './database.js';
import { matchExpression } from './full-text.js';
import { factsExpression, type RunFacts } from './run-facts.js';

export interface RunQuery extends RunFacts {
  /** Words of descriptions, hypotheses, what was learnt, file names and ideas; in quotes, phrases. */
  readonly text?: string | undefined;
  /** Whether all words must be there, or any. */
  readonly how?: 'all' | 'any';
  /** Ids: of these only. */
  readonly sessions?: readonly string[] | undefined;
  /**
   * `best` needs a text with a word in it. Where all words must be there: newest first, but runs whose description or idea
   * has them all before all others. Where any will do: by bm25.
   */
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

// A list by match ends here: the place of a page holds every row of the pages before.
const mostByMatch = 1000;

// bm25 is asked for of so many of the newest matches of any word: most runs of a repository have one of them.
const weighed = 1000;

const columns = 'session_id, run, id';
// CROSS JOIN: the words come first, however few runs have the rest.
const matches = 'runs_fts CROSS JOIN run_texts ON run_texts.id = runs_fts.rowid';
const newestFirst = 'ORDER BY runs_fts.rowid DESC';

function find(db: Db, query: RunQuery): FoundRun[] {
  const { text = '', how = 'all', order, said } = query;
  const words = matchExpression(text, how);
  if (words === undefined && text.trim() !== '') return [];
  if (words === undefined) return said === undefined ? withoutWords(db, query) : newestWith(db, query);
  if (how === 'any') return byWeight(db, query, words);
  return order === 'newest' ? newestWith(db, query, words) : byMatch(db, query, words);
}

function withoutWords(db: Db, query: RunQuery): FoundRun[] {
  const where = ['true', ...conditionsOn(query), ...(query.after === undefined ? [] : ['id < @row'])];
  const sql = `SELECT ${columns} FROM run_texts WHERE ${where.join(' AND ')} ORDER BY id DESC LIMIT @limit`;
  return select(db, sql, query);
}

function newestWith(db: Db, query: RunQuery, words?: string): FoundRun[] {
  const place = query.after === undefined ? [] : ['runs_fts.rowid < @row'];
  return matching(db, query, words, place);
}

/** First the runs that were to do all of it; then those where it is only spoken of, or that have touched a file of that name. */
function byMatch(db: Db, query: RunQuery, words: string): FoundRun[] {
  const what = `{description idea} : (${words})`;
  const place =
    query.after === undefined ? [] : ['runs_fts.rowid <= @row', `runs_fts.rowid NOT IN ${listed('seen')}`];
  const limit = Math.min(query.limit, mostByMatch - (query.after?.seen?.length ?? 0));
  const first = matching(db, { ...query, limit }, what, place);
  const rest = limit - first.length;
  return rest === 0
    ? first
    : [...first, ...matching(db, { ...query, limit: rest }, `(${words}) NOT (${what})`, place)];
}

function matching(db: Db, query: RunQuery, words: string | undefined, place: readonly string[]): FoundRun[] {
  const match = [factsExpression(query), words && `(${words})`].filter(Boolean).join(' AND ');
  const where = ['runs_fts MATCH @match', ...place, ...ofSessions(query)].join(' AND ');
  return select(
    db,
    `SELECT ${columns} FROM ${matches} WHERE ${where} ${newestFirst} LIMIT @limit`,
    query,
    match,
  );
}

/** Facts are no words here: each word of a question is counted in all runs that have it, to know how rare it is. */
function byWeight(db: Db, query: RunQuery, words: string): FoundRun[] {
  const where = ['runs_fts MATCH @match', ...conditionsOn(query)].join(' AND ');
  const candidates = `SELECT ${columns}, rank AS score FROM ${matches} WHERE ${where} ${newestFirst} LIMIT ${weighed}`;
  return select(db, `SELECT * FROM (${candidates}) ORDER BY score, id DESC LIMIT @limit`, query, words);
}

const columnOf = { session: 'session_id', repository: 'repository', verdict: 'verdict', outcome: 'outcome' };
const settled = ['session', 'repository', 'verdict', 'outcome'] as const;

function conditionsOn(query: RunQuery): string[] {
  const asked = settled.filter((name) => query[name] !== undefined);
  return [...asked.map((name) => `${columnOf[name]} = @${name}`), ...ofSessions(query)];
}

function ofSessions({ sessions }: RunQuery): string[] {
  return sessions === undefined ? [] : [`run_texts.session_id IN ${listed('sessions')}`];
}

function listed(name: string): string {
  return `(SELECT value FROM json_each(@${name}))`;
}

function select(db: Db, sql: string, query: RunQuery, match?: string): FoundRun[] {
  const { text: _, how: __, order: ___, after, sessions, ...values } = query;
  const lists = { sessions: JSON.stringify(sessions), seen: JSON.stringify(after?.seen ?? []) };
  const rows = db
    .prepare<[Record<string, unknown>], Row>(sql)
    .all({ ...values, ...lists, match, row: after?.row });
  return rows.map((row) => ({ sessionId: row.session_id, number: row.run, row: row.id }));
}
