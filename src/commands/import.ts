import { resolve } from 'node:path';
import { closeApp, homeDirectory, openApp } from '../loop/app.js';
import { counted } from '../loop/grant-words.js';
import { type Imported, importFile } from '../loop/import/import-file.js';
import { importedWords } from '../loop/imported.js';
import { print } from './print.js';
import { tellRefusal } from './tell-refusal.js';
import { wrapped } from './wrapped.js';

export interface ImportOptions {
  readonly directory: string;
  readonly direction?: 'lower' | 'higher';
}

/** Take over runs that another program has logged. Exit code 1 for a refusal; nothing is stored then. */
export async function importRuns(file: string, { directory, direction }: ImportOptions): Promise<void> {
  try {
    const app = openApp(homeDirectory());
    try {
      const request = { file: resolve(file), directory: resolve(directory), direction };
      await print(`${wordsOn(await importFile(app, request))}\n`);
    } finally {
      await closeApp(app);
    }
  } catch (error) {
    tellRefusal(error);
  }
}

function wordsOn({ sessions, added }: Imported): string {
  const ids = sessions.map(({ id }) => id).join(', ');
  if (added === undefined) return `It was imported before, as ${ids}: nothing was added.`;
  const { runs, passedOver } = added;
  const metrics = sessions.map(({ config }) => `Of ${config.metric_name}, ${config.direction} is better.`);
  const lines = [
    `${counted(runs, 'run')} of ${counted(sessions.length, 'session')} (${ids}): ${importedWords}.`,
    ...new Set(metrics),
    ...(passedOver === 0 ? [] : [`Passed over, since it tells of no run: ${counted(passedOver, 'line')}.`]),
  ];
  return lines.flatMap((line) => wrapped(line, 2)).join('\n');
}
