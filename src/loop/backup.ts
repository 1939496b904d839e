import { existsSync } from 'node:fs';
import { Refusal } from '../errors.js';
import { backupDatabase } from '../store/backup.js';
import { databasePath } from '../store/database-path.js';

/**
 * Copy the database of a home to a file, while servers may be using it.
 *
 * @throws Refusal `internal` where there is none, or as backupDatabase.
 */
export async function backupHome(home: string, file: string): Promise<void> {
  const path = databasePath(home);
  if (existsSync(path)) return await backupDatabase(home, file);
  throw new Refusal(
    'internal',
    `There is no database ${path}.`,
    'If your client sets AUTORESEARCH_HOME for the server, set it here, too.',
  );
}
