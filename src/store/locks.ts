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
  /** Not held yet: somebody waits for it, and comes first. */
  readonly isAwaited?: true;
}

/** Tells whether a process is still the one that it was. */
export type IsAlive = (owner: LockOwner) => boolean;

interface LockRow {
  owner_pid: number;
  owner_started: string;
  holder: string;
  since: number;
}

interface QueueRow extends LockRow {
  id: number;
}

/** Locks across all server processes that share the database. Whoever waits for one gets it in turn. */
export function locksTable(db: Db) {
  const find = db.prepare<[string], LockRow>('SELECT * FROM locks WHERE name = ?');
  const replace = db.prepare<[string, number, string, string, number]>(
    'INSERT OR REPLACE INTO locks (name, owner_pid, owner_started, holder, since) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = db.prepare<[string, number, string]>(
    'DELETE FROM locks WHERE name = ? AND owner_pid = ? AND owner_started = ?',
  );
  const join = db.prepare<[string, number, string, string, number, number]>(
    'INSERT INTO lock_queue (name, owner_pid, owner_started, holder, since, until) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const leave = db.prepare<[number]>('DELETE FROM lock_queue WHERE id = ?');
  const ahead = db.prepare<[string, number, number], QueueRow>(
    'SELECT * FROM lock_queue WHERE name = ? AND id < ? AND until > ? ORDER BY id',
  );
  const take = (name: string, lock: HeldLock, isAlive: IsAlive, place: number): HeldLock | undefined => {
    const row = find.get(name);
    const present = row === undefined ? undefined : fromRow(row);
    if (present !== undefined && isAlive(present.owner)) return present;
    const first = ahead
      .all(name, place, Date.now())
      .map(fromRow)
      .find(({ owner }) => isAlive(owner));
    if (first !== undefined) return { ...first, isAwaited: true };
    replace.run(name, lock.owner.pid, lock.owner.started, lock.holder, lock.since);
    return undefined;
  };
  const acquire = db.transaction(take);
  const queued = db.prepare<[number], { count: number }>(
    'SELECT count(*) AS count FROM lock_queue WHERE until > ?',
  );
  const all = db.prepare<[], LockRow & { name: string }>('SELECT * FROM locks ORDER BY since');
  return {
    /** Every lock, oldest first, whether its owner lives or not. */
    all: (): (HeldLock & { readonly name: string })[] =>
      all.all().map((row) => ({ name: row.name, ...fromRow(row) })),
    /**
     * Take a lock that nobody alive holds, or waits for at a place before ours.
     *
     * @param place ours in the queue, of `join`; without one, after everybody.
     * @returns nothing when it is ours now, else the one who has it or comes first.
     */
    acquire: (name: string, lock: HeldLock, isAlive: IsAlive, place = Number.MAX_SAFE_INTEGER) =>
      acquire.immediate(name, lock, isAlive, place),
    /** Who was the last to take a lock and has not given it back, alive or not. */
    holderOf: (name: string): LockOwner | undefined => {
      const row = find.get(name);
      return row === undefined ? undefined : fromRow(row).owner;
    },
    release: (name: string, owner: LockOwner): void => void remove.run(name, owner.pid, owner.started),
    /**
     * Wait in the queue for a lock.
     *
     * @param until when the waiting ends at the latest, in milliseconds since 1970: one who was stopped in his tracks is then passed by.
     * @returns the place, to be left in any case.
     */
    join: (name: string, { owner, holder, since }: HeldLock, until: number): number =>
      Number(join.run(name, owner.pid, owner.started, holder, since, until).lastInsertRowid),
    /** How many wait, at a moment in milliseconds since 1970. */
    queued: (now: number): number => queued.get(now)?.count ?? 0,
    leave: (place: number): void => void leave.run(place),
  };
}

function fromRow(row: LockRow): HeldLock {
  return { owner: { pid: row.owner_pid, started: row.owner_started }, holder: row.holder, since: row.since };
}
