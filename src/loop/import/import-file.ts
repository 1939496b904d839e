import { realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Refusal } from '../../errors.js';
import type { ImportedFrom, Session } from '../../store/session.js';
import type { Direction } from '../../verdict/verdict.js';
import { openRepository, type Repository } from '../../workspace/repository.js';
import type { App } from '../app.js';
import { visibleText } from '../shown-text.js';
import type { ImportedContent } from './imported-content.js';
import { runRows, sessionRow } from './imported-rows.js';
import { directionOf } from './metric-direction.js';
import { readContent } from './read-content.js';
import { readText } from './read-file.js';

export interface ImportRequest {
  /** Absolute path. */
  readonly file: string;
  /** The directory that its runs are of: a repository, or any other. */
  readonly directory: string;
  /** Which way the metric is better, where the file does not say. */
  readonly direction?: Direction | undefined;
}

/** What came of an import. */
export interface Imported {
  /** Absent where the file had been imported before: nothing was added then. */
  readonly added?: { readonly runs: number; readonly passedOver: number };
  readonly sessions: readonly Session[];
}

const idLetters = 10;
// They are stored at once, which takes some 2 s of a processor, and whoever else writes meanwhile waits for 10 s at most.
const mostRuns = 10_000;

/**
 * Take over what other programs, or another home, have written of their runs: as sessions that have ended, marked as
 * imported. All of it is stored, or nothing.
 *
 * @throws Refusal `invalid_config` for a file that cannot be read, with the number of its first malformed line.
 */
export async function importFile(app: App, request: ImportRequest): Promise<Imported> {
  const { text, hash, writtenAt } = await readText(request.file);
  const ids = (count: number) => sessionIds(hash, count);
  const before = storedUnder(app, ids);
  if (before.length > 0) return { sessions: before };
  const content = readContent(text);
  assertFew(content);
  const from = { file: visibleText(basename(request.file), 200), format: content.format, at: Date.now() };
  const place = await placeOf(request.directory);
  // Runs without a time were there when the file was written last.
  const dated: ImportedFrom = { ...from, at: Math.min(writtenAt, from.at) };
  const rows = content.sessions.map((session, at) => {
    const direction = directionOf(session, request.direction);
    const id = ids(content.sessions.length)[at] ?? hash;
    const row = { ...sessionRow(id, session, dated, direction, place), imported: from };
    return { session: row, runs: runRows(app, row, session.runs, dated) };
  });
  return app.store.transaction(() => {
    // Another process may have imported it meanwhile.
    const meanwhile = storedUnder(app, ids);
    if (meanwhile.length > 0) return { sessions: meanwhile };
    for (const { session, runs } of rows) {
      app.store.sessions.insert(session);
      for (const run of runs) app.store.runs.insert(run);
      const data = { file: from.file, hash, runs: runs.length };
      app.store.events.insert({ sessionId: session.id, at: from.at, kind: 'imported', data });
    }
    const sessions = rows.map(({ session }) => session);
    return { sessions, added: sumOf(content) };
  });
}

/** Ids follow from the content, so that what is there already is found. */
function sessionIds(hash: string, count: number): string[] {
  const id = `imported-${hash.slice(0, idLetters)}`;
  return Array.from({ length: count }, (_, at) => (at === 0 ? id : `${id}-${at + 1}`));
}

function storedUnder(app: App, ids: (count: number) => string[]): Session[] {
  const found: Session[] = [];
  for (;;) {
    const session = app.store.sessions.find(ids(found.length + 1).at(-1) ?? '');
    if (session === undefined) return found;
    found.push(session);
  }
}

/** @throws Refusal `invalid_config` */
function assertFew(content: ImportedContent): void {
  const { runs } = sumOf(content);
  if (runs <= mostRuns) return;
  const hint = `The limit is ${mostRuns}. Import it in parts.`;
  throw new Refusal('invalid_config', `There are ${runs} runs in the file.`, hint);
}

function sumOf({ sessions, passedOver }: ImportedContent) {
  return { runs: sessions.reduce((sum, { runs }) => sum + runs.length, 0), passedOver };
}

/** Where the runs are of: a repository, so that they are found from its sessions, or a directory that is none. */
async function placeOf(directory: string): Promise<Repository> {
  try {
    return await openRepository(directory);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const root = await realpath(directory).catch(() => directory);
    const gitDir = join(root, '.git');
    return { root, gitDir, commonDir: gitDir, prefix: '' };
  }
}
