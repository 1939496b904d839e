import type { Db } from './database.js';
import type { Isolation } from './session.js';

/**
 * What is sealed: a pinned file as it stands in one kind of place, a file of `pinned_inputs`, a program or another file
 * beside the repository that the commands name, or one that the hold-out command does.
 */
export type SealKind = Isolation | 'input' | 'program' | 'holdout';

/** What something that judges was when the baseline was measured. */
export interface Seal {
  /** Below the repository's root for a pinned file; absolute for the others. In bytes, as git's. */
  readonly path: string;
  /** Absent where the seal is broken for good: the baseline itself changes the file. */
  readonly hash?: string;
}

interface SealRow {
  path: string;
  hash: string | null;
}

/** The table of seals. */
export function sealsTable(db: Db) {
  const insert = db.prepare<[string, SealKind, string, string | null]>(
    'INSERT OR REPLACE INTO seals (session_id, kind, path, hash) VALUES (?, ?, ?, ?)',
  );
  const unseal = db.prepare<[string, SealKind, string]>(
    'INSERT OR REPLACE INTO seals (session_id, kind, path, hash) VALUES (?, ?, ?, NULL)',
  );
  const ofKind = db.prepare<[string, SealKind], SealRow>(
    'SELECT path, hash FROM seals WHERE session_id = ? AND kind = ? ORDER BY path',
  );
  const insertAll = db.transaction((session: string, kind: SealKind, seals: readonly Seal[]) => {
    for (const { path, hash } of seals) insert.run(session, kind, path, hash ?? null);
  });
  return {
    insert: (session: string, kind: SealKind, seals: readonly Seal[]): void =>
      void insertAll.immediate(session, kind, seals),
    /** Break a seal for good, or note what none will hold on. */
    unseal: (session: string, kind: SealKind, path: string): void => void unseal.run(session, kind, path),
    ofKind: (session: string, kind: SealKind): Seal[] => ofKind.all(session, kind).map(fromRow),
  };
}

function fromRow({ path, hash }: SealRow): Seal {
  return hash === null ? { path } : { path, hash };
}
