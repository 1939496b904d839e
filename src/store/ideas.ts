import type { Db } from './database.js';
import { matchExpression } from './full-text.js';
import { present } from './present.js';
import { factsExpression } from './run-facts.js';

export const ideaStates = ['open', 'trying', 'kept', 'rejected', 'dropped'] as const;

export type IdeaState = (typeof ideaStates)[number];

/** Something to try, of one session. */
export interface Idea {
  readonly sessionId: string;
  /** Counted per session, from 1. */
  readonly number: number;
  readonly title: string;
  readonly detail?: string;
  readonly state: IdeaState;
  /** While a run tries it: what it goes back to when that run judges nothing. */
  readonly before?: IdeaState;
  /** 0 to 10; the highest is tried first. */
  readonly priority: number;
  readonly note?: string;
  /** Number of the run whose log it came with. */
  readonly fromRun?: number;
  /** Name of the client that it came from. */
  readonly fromClient?: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

interface IdeaRow {
  session_id: string;
  number: number;
  title: string;
  detail: string | null;
  state: IdeaState;
  before: IdeaState | null;
  priority: number;
  note: string | null;
  from_run: number | null;
  from_client: string | null;
  created_at: number;
  updated_at: number;
}

export interface IdeaQuery {
  readonly session?: string | undefined;
  /** The common git directory of a repository: all of its sessions are meant. */
  readonly repository?: string | undefined;
  /** Only ideas of these sessions. */
  readonly sessions?: readonly string[] | undefined;
  readonly state?: IdeaState | undefined;
  readonly text?: string | undefined;
  /** The whole title, but for case and spaces; without a text. */
  readonly said?: string | undefined;
  /** Whether all words must be there, or any. */
  readonly how?: 'all' | 'any';
  readonly limit: number;
}

/** The table of ideas. */
export function ideasTable(db: Db) {
  const insert = db.prepare<[IdeaRow]>(
    `INSERT INTO ideas (session_id, number, title, detail, state, before, priority, note, from_run, from_client, created_at, updated_at)
     VALUES (@session_id, @number, @title, @detail, @state, @before, @priority, @note, @from_run, @from_client, @created_at, @updated_at)`,
  );
  const update = db.prepare<[IdeaRow]>(
    `UPDATE ideas SET state = @state, before = @before, priority = @priority, note = @note, updated_at = @updated_at
     WHERE session_id = @session_id AND number = @number`,
  );
  const byNumber = db.prepare<[string, number], IdeaRow>(
    'SELECT * FROM ideas WHERE session_id = ? AND number = ?',
  );
  const last = db.prepare<[string], { number: number | null }>(
    'SELECT max(number) AS number FROM ideas WHERE session_id = ?',
  );
  return {
    insert: (idea: Idea): void => void insert.run(toRow(idea)),
    /** Store what may change: state, what it was before, priority and note. */
    update: (idea: Idea): void => void update.run(toRow(idea)),
    find: (session: string, number: number): Idea | undefined => mapped(byNumber.get(session, number)),
    nextNumber: (session: string): number => (last.get(session)?.number ?? 0) + 1,
    /** Those with a text's words, best match first; without a text, by priority, oldest first. */
    search: (query: IdeaQuery): Idea[] => search(db, query),
  };
}

function search(db: Db, query: IdeaQuery): Idea[] {
  const { session, repository, sessions, state, text, said, how = 'all', limit } = query;
  const match = text === undefined ? factsExpression({ said }) : matchExpression(text, how);
  if (text !== undefined && text.trim() !== '' && match === undefined) return [];
  const conditions = [
    ...(session === undefined ? [] : ['session_id = @session']),
    ...(repository === undefined
      ? []
      : ['session_id IN (SELECT id FROM sessions WHERE common_dir = @repository)']),
    ...(sessions === undefined ? [] : ['session_id IN (SELECT value FROM json_each(@sessions))']),
    ...(state === undefined ? [] : ['state = @state']),
    ...(match === undefined ? [] : ['ideas_fts MATCH @match']),
  ];
  const from = match === undefined ? 'ideas' : 'ideas_fts JOIN ideas ON ideas.id = ideas_fts.rowid';
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const order = match === undefined ? 'priority DESC, ideas.id' : 'rank, ideas.id';
  const select = db.prepare<[Record<string, unknown>], IdeaRow>(
    `SELECT ideas.* FROM ${from} ${where} ORDER BY ${order} LIMIT @limit`,
  );
  const values = { session, repository, sessions: JSON.stringify(sessions), state, match, limit };
  return select.all(values).map(fromRow);
}

function toRow(idea: Idea): IdeaRow {
  return {
    session_id: idea.sessionId,
    number: idea.number,
    title: idea.title,
    detail: idea.detail ?? null,
    state: idea.state,
    before: idea.before ?? null,
    priority: idea.priority,
    note: idea.note ?? null,
    from_run: idea.fromRun ?? null,
    from_client: idea.fromClient ?? null,
    created_at: idea.createdAt,
    updated_at: idea.updatedAt,
  };
}

function fromRow(row: IdeaRow): Idea {
  return {
    sessionId: row.session_id,
    number: row.number,
    title: row.title,
    state: row.state,
    priority: row.priority,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...present({
      detail: row.detail,
      before: row.before,
      note: row.note,
      fromRun: row.from_run,
      fromClient: row.from_client,
    }),
  };
}

function mapped(row: IdeaRow | undefined): Idea | undefined {
  return row === undefined ? undefined : fromRow(row);
}
