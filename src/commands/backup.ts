import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { homeDirectory } from '../loop/app.js';
import { backupHome } from '../loop/backup.js';
import { bytesWords } from '../loop/disk-use.js';
import { print } from './print.js';
import { tellRefusal } from './tell-refusal.js';

/** Copy the database to a file, also while it is in use. Exit code 1 where there is no whole copy. */
export async function backup(name: string): Promise<void> {
  const file = resolve(name);
  try {
    await backupHome(homeDirectory(), file);
    await print(`The database is in ${file} (${bytesWords(statSync(file).size)}), and whole.\n`);
  } catch (error) {
    tellRefusal(error);
  }
}
