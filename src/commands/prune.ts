import { closeApp, homeDirectory, openApp } from '../loop/app.js';
import { bytesWords } from '../loop/disk-use.js';
import { counted } from '../loop/grant-words.js';
import { type Pruned, pruneHome } from '../loop/prune.js';
import { print } from './print.js';
import { tellRefusal } from './tell-refusal.js';
import { wrapped } from './wrapped.js';

export interface PruneOptions {
  /** Milliseconds. */
  readonly olderThan: number;
  readonly dryRun?: boolean;
}

/** Remove what sessions have left that ended long ago, or say what would be removed. Exit code 1 for a refusal. */
export async function prune({ olderThan, dryRun = false }: PruneOptions): Promise<void> {
  try {
    const app = openApp(homeDirectory());
    try {
      await print(`${wordsOn(await pruneHome(app, { olderThan, dryRun }), dryRun)}\n`);
    } finally {
      await closeApp(app);
    }
  } catch (error) {
    tellRefusal(error);
  }
}

function wordsOn(pruned: Pruned, dryRun: boolean): string {
  const { sessions, skipped } = pruned;
  const verb = dryRun ? 'would be removed' : 'removed';
  const lines = [
    ...sessions.map(({ id, endedAt, changes, logBytes, otherBytes }) => {
      const refs = counted(changes.filter(({ to }) => to === undefined).length, 'ref');
      const stay = changes.some(({ to }) => to !== undefined) ? '; what was kept stays under refs' : '';
      const ended = new Date(endedAt).toISOString().slice(0, 10);
      return `${id} (ended ${ended}): ${refs}, logs ${bytesWords(logBytes)}, other files ${bytesWords(otherBytes)} ${verb}${stay}.`;
    }),
    ...skipped.map(({ id, why }) => `${id}: left alone, ${why.replace(/\.$/, '')}.`),
    ...armsWords(pruned.arms, verb),
    ...(pruned.strangers.count === 0
      ? []
      : [
          `${counted(pruned.strangers.count, 'directory', 'directories')} of unknown sessions (${bytesWords(pruned.strangers.bytes)}) ${verb}.`,
        ]),
  ];
  if (lines.length === 0) return 'There is nothing to remove.';
  const end = 'Rows, branches and kept commits stay.';
  return [...lines, end].flatMap((line) => wrapped(line, 2)).join('\n');
}

function armsWords({ count, bytes, areLeft }: Pruned['arms'], verb: string): string[] {
  if (count === 0) return [];
  const what = `${counted(count, 'directory', 'directories')} for measuring (${bytesWords(bytes)})`;
  return [areLeft ? `${what}: left alone, somebody is measuring just now.` : `${what} ${verb}.`];
}
