import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectDatabase } from '../store/inspect.js';
import type { Store } from '../store/store.js';
import { diskUse } from './disk-use.js';
import { diagnoseDatabase } from './doctor/database-health.js';
import type { Diagnosis } from './doctor/diagnosis.js';
import { diagnoseHome } from './doctor/home-parts.js';
import { diagnoseArms } from './doctor/left-files.js';
import { diagnoseDirectories } from './doctor/lost-directories.js';
import { diagnosePrograms } from './doctor/programs.js';
import { diagnoseRepository } from './doctor/repository-refs.js';
import { diagnoseStored } from './doctor/stored-state.js';

/** Bytes on disk, by what they are for. */
interface DiskUse {
  readonly database: number;
  readonly logs: number;
  readonly arms: number;
  /** Private indexes and other files of sessions. */
  readonly sessions: number;
}

export interface Examination {
  readonly home: string;
  readonly diagnoses: readonly Diagnosis[];
  readonly disk: DiskUse;
}

/** Look at everything that the server needs, and change nothing. */
export async function examine(home: string, directory: string): Promise<Examination> {
  const diagnoses = [...(await diagnosePrograms()), ...(await diagnoseHome(home))];
  const found = inspectDatabase(home);
  diagnoses.push(diagnoseDatabase(found));
  if (found.state === 'whole') {
    try {
      diagnoses.push(...(await diagnoseRows(home, directory, found.store)));
    } finally {
      found.store.close();
    }
  }
  return { home, diagnoses, disk: await diskUseOf(home) };
}

async function diagnoseRows(home: string, directory: string, store: Store): Promise<Diagnosis[]> {
  return [
    ...diagnoseStored(store),
    ...(await diagnoseDirectories(store)),
    await diagnoseArms(home, store),
    ...(await diagnoseRepository(store, directory)),
  ];
}

async function diskUseOf(home: string): Promise<DiskUse> {
  // With what belongs to it, and damaged ones that were set aside.
  const files = (await readdir(home).catch(() => [])).filter((name) => name.startsWith('autoresearch.db'));
  const use = (name: string) => diskUse(join(home, name));
  const sizes = await Promise.all(files.map(use));
  return {
    database: sizes.reduce((sum, size) => sum + size, 0),
    logs: await use('logs'),
    arms: await use('arms'),
    sessions: await use('sessions'),
  };
}
