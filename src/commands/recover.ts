import { resolve } from 'node:path';
import { homeDirectory } from '../loop/app.js';
import { counted } from '../loop/grant-words.js';
import type { Rebuilt } from '../loop/rebuild.js';
import { type RecoveredHome, recoverHome } from '../loop/recover-home.js';
import { print } from './print.js';
import { tellRefusal } from './tell-refusal.js';
import { wrapped } from './wrapped.js';

export interface RecoverOptions {
  /** Default: the present one, if it is in a repository. */
  readonly directory?: readonly string[];
}

/** Set a damaged database aside and rebuild what can be rebuilt. Exit code 1 where that cannot be done. */
export async function recover({ directory }: RecoverOptions): Promise<void> {
  try {
    const named = directory?.map((path) => resolve(path));
    const recovered = await recoverHome(homeDirectory(), named);
    await print(wordsOn(recovered));
  } catch (error) {
    tellRefusal(error);
  }
}

function wordsOn({ damage, salvaged, repositories }: RecoveredHome): string {
  const { sessions = 0, runs = 0 } = salvaged;
  const lines = [
    damage === undefined ? 'The database is whole.' : damageWords(damage),
    ...(sessions + runs === 0
      ? []
      : [`Still readable in it: ${counted(sessions, 'session')}, ${counted(runs, 'run')}.`]),
    ...repositories.map(rebuiltWords),
    ...otherRepositories(damage !== undefined, repositories.length),
  ];
  return `${lines.flatMap((line) => wrapped(line, 2)).join('\n')}\n`;
}

function damageWords({ how, aside }: NonNullable<RecoveredHome['damage']>): string {
  const where = aside === undefined ? '' : ` What there was is in ${aside} now, as it was.`;
  return `The database was damaged (${how}).${where}`;
}

function rebuiltWords({ root, sessions, runs, caughtUp }: Rebuilt): string {
  const done = [
    ...(runs === 0
      ? []
      : [
          `rebuilt ${counted(sessions.length, 'session')}, ${counted(runs, 'run')} from refs and commits, marked as rebuilt`,
        ]),
    ...(caughtUp === 0
      ? []
      : [`brought ${counted(caughtUp, 'run')} up to date whose rows were older than the repository`]),
  ];
  return `${root}: ${done.length === 0 ? 'nothing was missing' : done.join('; ')}.`;
}

function otherRepositories(wasDamaged: boolean, count: number): string[] {
  const how = 'Run it in those that you use, or name them with --directory.';
  if (count === 0) return [`This directory is in no repository. ${how}`];
  return wasDamaged ? [`There may be more in other repositories. ${how}`] : [];
}
