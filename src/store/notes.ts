import type { Db } from './database.js';

/** What a person says to whoever works on a session. */
export interface PersonNote {
  readonly id: number;
  readonly sessionId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
}

interface NoteRow {
  id: number;
  session_id: string;
  at: number;
  text: string;
}

/** The table of notes. */
export function notesTable(db: Db) {
  const insert = db.prepare<[string, number, string]>(
    'INSERT INTO notes (session_id, at, text) VALUES (?, ?, ?)',
  );
  const untold = db.prepare<[string], NoteRow>(
    'SELECT id, session_id, at, text FROM notes WHERE session_id = ? AND told_at IS NULL ORDER BY id',
  );
  const tell = db.prepare<[number, number]>('UPDATE notes SET told_at = ? WHERE id = ?');
  const lastTold = db.prepare<[string, number], NoteRow>(
    'SELECT id, session_id, at, text FROM notes WHERE session_id = ? AND told_at IS NOT NULL ORDER BY id DESC LIMIT ?',
  );
  return {
    insert: (session: string, at: number, text: string): void => void insert.run(session, at, text),
    /** Those that no result has carried yet, oldest first. */
    untold: (session: string): PersonNote[] => untold.all(session).map(fromRow),
    markTold: (note: PersonNote, at: number): void => void tell.run(at, note.id),
    /** Those that a result has carried, newest first. */
    lastTold: (session: string, limit: number): PersonNote[] => lastTold.all(session, limit).map(fromRow),
  };
}

function fromRow({ id, session_id, at, text }: NoteRow): PersonNote {
  return { id, sessionId: session_id, at, text };
}
