import { open, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isCode, messageOf, Refusal } from '../errors.js';
import { type ExportFormat, exported } from '../loop/export/exported.js';
import { findSession } from '../loop/session-lookup.js';
import { print } from './print.js';
import { withStore } from './reading.js';
import { tellRefusal } from './tell-refusal.js';

export interface ExportOptions {
  readonly format: ExportFormat;
  /** Default: standard output. */
  readonly output?: string;
  readonly directory: string;
}

/** Write all of a session in one format, or the directory's where none is named. Exit code 1 for a refusal. */
export async function exportSession(sessionId: string | undefined, options: ExportOptions): Promise<void> {
  const { format, output, directory } = options;
  try {
    await withStore(async (app) => {
      const session = await findSession(app, { sessionId, directory: resolve(directory) });
      const text = await exported(app, session, format);
      if (output === undefined) await print(text);
      else {
        await writeNew(resolve(output), text);
        await print(`${session.id} is in ${resolve(output)}.\n`);
      }
    });
  } catch (error) {
    tellRefusal(error);
  }
}

/** @throws Refusal `invalid_config` where something is there already, or it cannot be written: then nothing is left of it. */
async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx').catch((error: unknown) => {
    throw isCode(error, 'EEXIST') ? nameAnother(`${path} is there already.`) : cannotWrite(path, error);
  });
  try {
    await file.writeFile(text);
  } catch (error) {
    await rm(path, { force: true });
    throw cannotWrite(path, error);
  } finally {
    await file.close();
  }
}

function cannotWrite(path: string, error: unknown): Refusal {
  return nameAnother(`${path} cannot be written: ${messageOf(error)}.`);
}

function nameAnother(message: string): Refusal {
  return new Refusal('invalid_config', message, 'Name another file.');
}
