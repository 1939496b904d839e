import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hasTemporaries, removeTemporaries } from '../workspace/temporaries.js';
import { type App, sessionDirectory } from './app.js';
import { leftArms } from './doctor/left-files.js';
import { releaseMachine, tryTakeMachine, withSession } from './lock.js';

/**
 * Remove what killed servers have left in our home and nobody will come back to: the files of sessions that were never
 * stored, the arms of sessions that have ended, and temporary files. While somebody measures, or starts a session, that is
 * left for the next start. What turns out to be needed, as by rows that are put back from a backup, is made anew.
 */
export async function sweep(app: App): Promise<void> {
  if ((await litterOf(app)).length === 0 || !(await tryTakeMachine(app, 'housekeeping'))) return;
  try {
    // Looked for anew: a session may have been stored, or ended, in the meantime.
    for (const { remove } of await litterOf(app)) await remove();
  } finally {
    releaseMachine(app);
  }
}

interface Litter {
  readonly remove: () => Promise<void>;
}

async function litterOf(app: App): Promise<Litter[]> {
  const open = app.store.sessions.allOpen();
  const stored = new Set(app.store.sessions.ids());
  const known = await readdir(join(app.home, 'sessions')).catch(() => []);
  const strangers = known.filter((id) => !stored.has(id));
  const paths = [
    ...(await leftArms(app.home, app.store)),
    ...strangers.map((id) => sessionDirectory(app, id)),
  ];
  const littered = await Promise.all(
    open.map(async ({ id }) => ((await hasTemporaries(sessionDirectory(app, id))) ? [id] : [])),
  );
  return [
    ...paths.map((path) => ({ remove: () => rm(path, { recursive: true, force: true }) })),
    ...littered.flat().map((id) => ({
      remove: () => withSession(app, id, () => removeTemporaries(sessionDirectory(app, id), 'measuring')),
    })),
  ];
}
