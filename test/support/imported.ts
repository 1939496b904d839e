import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type App, closeApp, openApp } from '../../src/loop/app.js';
import { type Imported, importFile } from '../../src/loop/import/import-file.js';
import type { Run } from '../../src/store/run.js';
import type { Direction } from '../../src/verdict/verdict.js';
import { temporaryDirectory } from './temporary.js';

/** A home of its own, to import into. */
export function emptyApp(): App {
  const app = openApp(temporaryDirectory());
  onTestFinished(() => closeApp(app));
  return app;
}

/** Import a text as a file of this name, in a directory that is no repository. */
export function importText(
  app: App,
  name: string,
  text: string | Uint8Array,
  direction?: Direction,
): Promise<Imported> {
  const directory = temporaryDirectory();
  const file = join(directory, name);
  writeFileSync(file, text);
  return importFile(app, { file, directory, direction });
}

/** What a file can say of a run, out of its row. */
export function saidOf({ number, outcome, imported, log, files, value, verdict, result }: Run) {
  const measured = { value, verdict, ...result?.metric };
  return { number, outcome, imported, log, files, measured };
}
