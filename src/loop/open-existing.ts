import { existsSync } from 'node:fs';
import { Refusal } from '../errors.js';
import { databasePath } from '../store/database-path.js';
import { lossOf } from '../store/lost-database.js';
import { type App, openApp } from './app.js';

/**
 * Open a home for somebody who wants something of a session: none is made where there is none.
 *
 * @throws Refusal `no_session` where there is no session, `internal` when the database cannot be used.
 */
export function openExisting(home: string): App {
  const isAbsent = lossOf(home) === undefined && !existsSync(databasePath(home));
  if (isAbsent) throw nothingThere();
  const app = openApp(home);
  if (app.store.sessions.ids().length > 0) return app;
  app.store.close();
  throw nothingThere();
}

function nothingThere(): Refusal {
  return new Refusal('no_session', 'There is no session yet.', 'An agent starts one with init_experiment.');
}
