import type { Db } from './database.js';

export interface SessionEvent {
  readonly sessionId: string;
  readonly run?: number;
  readonly at: number;
  /** What happened, in one word or two: 'session started', 'refused', 'kept', … */
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface EventRow {
  session_id: string;
  run: number | null;
  at: number;
  kind: string;
  data: string;
}

function fromRow(row: EventRow): SessionEvent {
  return {
    sessionId: row.session_id,
    at: row.at,
    kind: row.kind,
    data: JSON.parse(row.data),
    ...(row.run === null ? {} : { run: row.run }),
  };
}

/** The journal: what happened, in order. Rows are never changed. */
export function eventsTable(db: Db) {
  const insert = db.prepare<[EventRow]>(
    'INSERT INTO events (session_id, run, at, kind, data) VALUES (@session_id, @run, @at, @kind, @data)',
  );
  const recent = db.prepare<[string, string, number], EventRow>(
    'SELECT * FROM events WHERE session_id = ? AND kind = ? ORDER BY id DESC LIMIT ?',
  );
  return {
    /** The last events of one kind, newest first. */
    recent: (session: string, kind: string, limit: number): SessionEvent[] =>
      recent.all(session, kind, limit).map(fromRow),
    insert: (event: SessionEvent): void =>
      void insert.run({
        session_id: event.sessionId,
        run: event.run ?? null,
        at: event.at,
        kind: event.kind,
        data: JSON.stringify(event.data),
      }),
  };
}
