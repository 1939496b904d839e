import type { Db } from './database.js';

/** Who holds a lock. A process is known by its id and its start time: ids are used again. */
export interface LockOwner {
  readonly pid: number;
  readonly started: string;
}

export interface HeldLock {
  readonly owner: LockOwner;
  /** For people: what it is held for. */
  readonly holder: string;
  readonly since: number;
}

interface LockRow {
  owner_pid: number;
  owner_started: string;
  holder: string;
  since: number;
}

/** Locks across all server processes that share the database. */
export function locksTable(db: Db) {
  const find = db.prepare<[string], LockRow>('SELECT * FROM locks WHERE name = ?');
  const replace = db.prepare<[string, number, string, string, number]>(
    'INSERT OR REPLACE INTO locks (name, owner_pid, owner_started, holder, since) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = db.prepare<[string, number, string]>(
    'DELETE FROM locks WHERE name = ? AND owner_pid = ? AND owner_started = ?',
  );
  const acquire = db.transaction((name: string, lock: HeldLock, isAlive: (owner: LockOwner) => boolean) => {
    const row = find.get(name);
    const present = row === undefined ? undefined : fromRow(row);
    if (present !== undefined && isAlive(present.owner)) return present;
    replace.run(name, lock.owner.pid, lock.owner.started, lock.holder, lock.since);
    return undefined;
  });
  return {
    /**
     * Take a lock that nobody alive holds.
     *
     * @returns nothing when it is ours now, else the one who holds it.
     */
    acquire: (name: string, lock: HeldLock, isAlive: (owner: LockOwner) => boolean): HeldLock | undefined =>
      acquire.immediate(name, lock, isAlive),
    /** Who was the last to take a lock and has not given it back, alive or not. */
    holderOf: (name: string): LockOwner | undefined => {
      const row = find.get(name);
      return row === undefined ? undefined : fromRow(row).owner;
    },
    release: (name: string, owner: LockOwner): void => void remove.run(name, owner.pid, owner.started),
  };
}

function fromRow(row: LockRow): HeldLock {
  return { owner: { pid: row.owner_pid, started: row.owner_started }, holder: row.holder, since: row.since };
}
