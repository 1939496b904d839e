import { existsSync, renameSync, rmSync } from 'node:fs';
import { Refusal } from '../errors.js';
import { makeHome } from '../store/database.js';
import { removeTemporaryHomes, temporaryHome } from '../store/database-copy.js';
import { databasePath } from '../store/database-path.js';
import { inspectDatabase } from '../store/inspect.js';
import { ownersIn } from '../store/owners.js';
import { type Salvaged, salvage } from '../store/salvage.js';
import { finishSetAside, setAside } from '../store/set-aside.js';
import { isOutsideRepositories, openRepository } from '../workspace/repository.js';
import { closeApp, openApp } from './app.js';
import { isAlive } from './process-identity.js';
import { type Rebuilt, rebuildRepository } from './rebuild.js';

/** What `recover` found and did. */
export interface RecoveredHome {
  /** How the database was damaged or lost, and where what there was of it is now. */
  readonly damage?: { readonly path: string; readonly how: string; readonly aside?: string };
  /** Rows that could still be read in databases that were set aside. */
  readonly salvaged: Salvaged;
  readonly repositories: readonly Rebuilt[];
}

/**
 * Set a damaged database aside, take over what can still be read in it, and rebuild from repositories what it does not
 * have. After a kill it can be done again, and doing it twice adds nothing.
 *
 * @param named directories of repositories. Default: the present one, if it is in a repository.
 * @throws Refusal `internal` where there can be no database, `not_a_repository` for a named directory in none and where git
 *   cannot be run, and
 *   `run_in_progress` where somebody alive is at work by the damaged one; nothing has changed then.
 */
export async function recoverHome(home: string, named?: readonly string[]): Promise<RecoveredHome> {
  const directories = named ?? (await present());
  for (const directory of directories) await openRepository(directory);
  makeHome(home);
  removeTemporaryHomes(home);
  const damage = putAside(home);
  const filled = existsSync(databasePath(home))
    ? await fill(home, home, directories)
    : await makeAnew(home, directories);
  return { ...filled, ...(damage === undefined ? {} : { damage }) };
}

/** No server sees the new database before all is in it that there is: until then it is in a home of its own. */
async function makeAnew(home: string, directories: readonly string[]) {
  const directory = temporaryHome(home);
  try {
    const filled = await fill(home, directory, directories);
    renameSync(databasePath(directory), databasePath(home));
    return filled;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function fill(home: string, into: string, directories: readonly string[]) {
  const salvaged = salvage(home, into);
  const app = { ...openApp(into), home };
  try {
    const repositories: Rebuilt[] = [];
    for (const directory of directories) repositories.push(await rebuildRepository(app, directory));
    return { salvaged, repositories };
  } finally {
    await closeApp(app);
  }
}

async function present(): Promise<string[]> {
  const directory = process.cwd();
  return (await isOutsideRepositories(directory)) ? [] : [directory];
}

function putAside(home: string): RecoveredHome['damage'] {
  finishSetAside(home);
  const found = inspectDatabase(home);
  if (found.state === 'whole') found.store.close();
  if (found.state !== 'damaged') return undefined;
  assertNobodyAtWork(home);
  const aside = setAside(home, new Date());
  return { path: databasePath(home), how: found.how, ...(aside === undefined ? {} : { aside }) };
}

/** Whoever is at work knows nothing of another database: somebody else would measure beside it. */
function assertNobodyAtWork(home: string): void {
  const living = ownersIn(home).find(({ owner }) => isAlive(owner));
  if (living === undefined) return;
  throw new Refusal(
    'run_in_progress',
    `Process ${living.owner.pid} is still at work by the damaged database: ${living.what}.`,
    'Nothing was touched. Close the clients whose servers use it, or wait until it is done; then run it again.',
  );
}
