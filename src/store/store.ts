import { statSync } from 'node:fs';
import { changeFeed } from './changes.js';
import { type Db, openDatabase } from './database.js';
import { eventsTable } from './events.js';
import { ideasTable } from './ideas.js';
import { locksTable } from './locks.js';
import { notesTable } from './notes.js';
import { runGroups } from './run-groups.js';
import { runSearch } from './run-search.js';
import { runsTable } from './runs.js';
import { samplesTable } from './samples.js';
import { sealsTable } from './seals.js';
import { sessionsTable } from './sessions.js';

/**
 * Open the one database of a home directory.
 *
 * @throws Refusal `internal`, see openDatabase.
 */
export function openStore(home: string) {
  return storeOn(openDatabase(home));
}

/** The tables of an open database. */
export function storeOn(db: Db) {
  const opened = fileAt(db.name);
  return {
    /** Whether the database that was opened is still where it was: somebody may have moved, removed or replaced it. */
    whereabouts: (): 'here' | 'gone' | 'replaced' => {
      const present = fileAt(db.name);
      if (present === undefined) return 'gone';
      return present === opened ? 'here' : 'replaced';
    },
    sessions: sessionsTable(db),
    runs: runsTable(db),
    samples: samplesTable(db),
    seals: sealsTable(db),
    events: eventsTable(db),
    ideas: ideasTable(db),
    notes: notesTable(db),
    search: runSearch(db),
    groups: runGroups(db),
    changes: changeFeed(db),
    locks: locksTable(db),
    /** Do several changes as one: all of them are there afterwards, or none. */
    transaction: <T>(change: () => T): T => db.transaction(change).immediate(),
    close: (): void => void db.close(),
  };
}

/** Names a file, whatever it is called. */
function fileAt(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev} ${found.ino}`;
}

export type Store = ReturnType<typeof openStore>;
