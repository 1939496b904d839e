import { databasePath } from '../store/database.js';
import { inspectDatabase } from '../store/inspect.js';
import { type Salvaged, salvage } from '../store/salvage.js';
import { setAside } from '../store/set-aside.js';
import { openRepository } from '../workspace/repository.js';
import { closeApp, openApp } from './app.js';
import { type Rebuilt, rebuildRepository } from './rebuild.js';

/** What `recover` found and did. */
export interface RecoveredHome {
  /** How the database was damaged, and where it is now. */
  readonly damage?: { readonly path: string; readonly how: string; readonly aside: string };
  /** Rows that could still be read in databases that were set aside. */
  readonly salvaged: Salvaged;
  readonly repositories: readonly Rebuilt[];
}

/**
 * Set a damaged database aside, take over what can still be read in it, and rebuild from repositories what it does not
 * have. After a kill it can be done again, and doing it twice adds nothing.
 *
 * @param named directories of repositories. Default: the present one, if it is in a repository.
 * @throws Refusal `internal` where there can be no database, `not_a_repository` for a directory in none.
 */
export async function recoverHome(home: string, named?: readonly string[]): Promise<RecoveredHome> {
  const directories = named ?? (await present());
  for (const directory of directories) await openRepository(directory);
  const damage = putAside(home);
  const app = openApp(home);
  try {
    const salvaged = salvage(home);
    const repositories: Rebuilt[] = [];
    for (const directory of directories) repositories.push(await rebuildRepository(app, directory));
    return { salvaged, repositories, ...(damage === undefined ? {} : { damage }) };
  } finally {
    await closeApp(app);
  }
}

async function present(): Promise<string[]> {
  const directory = process.cwd();
  const isRepository = await openRepository(directory).then(
    () => true,
    () => false,
  );
  return isRepository ? [directory] : [];
}

function putAside(home: string): RecoveredHome['damage'] {
  const found = inspectDatabase(home);
  if (found.state === 'whole') found.store.close();
  if (found.state !== 'damaged') return undefined;
  return { path: databasePath(home), how: found.how, aside: setAside(home, new Date()) };
}
