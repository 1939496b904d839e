import { resolve } from 'node:path';
import { displayPath } from '../workspace/path-bytes.js';
import type { Measuring } from './measuring.js';
import type { Place } from './place.js';
import { RunStopped } from './run-stopped.js';
import { changedInputs, changedPinned, sealPinned } from './seals.js';
import { shownPaths } from './shown-text.js';

const namesTold = 5;

/** Watches over what judges, while one command runs. */
export interface Vigil {
  /** A sentence that names what was changed since; nothing where all is as it was. */
  readonly broken: () => Promise<string | undefined>;
}

/**
 * See that the evaluator is the baseline's in a place, before a command runs there.
 *
 * @param cwd the working directory of the command.
 * @param learns whether it is the baseline itself that is measured: what its own command rewrites cannot be sealed.
 * @throws RunStopped where something that judges is not what it was.
 */
export async function keepVigil(
  { app, session }: Measuring,
  { isolation }: Place,
  cwd: string,
  learns: boolean,
): Promise<Vigil> {
  const root = resolve(cwd, session.prefix.replace(/[^/]+\//g, '../'));
  const changed = async () => [
    ...(await changedPinned(app, session, isolation, root)).map(displayPath),
    ...(await changedInputs(app, session)),
  ];
  if (learns) await sealPinned(app, session, isolation, root);
  const before = await changed();
  if (before.length > 0) {
    const hint = 'Put it back, or call init_experiment with restart: true to start from what is there now.';
    throw new RunStopped('interrupted', `${names(before)}: not what it was at the start. ${hint}`);
  }
  return {
    broken: async () => {
      if (learns) {
        for (const path of await changedPinned(app, session, isolation, root)) {
          app.store.seals.unseal(session.id, isolation, path);
        }
      }
      const after = await changed();
      if (after.length === 0) return undefined;
      return `What judges was changed while the command ran: ${names(after)}.`;
    },
  };
}

function names(paths: readonly string[]): string {
  const more = paths.length > namesTold ? ` and ${paths.length - namesTold} more` : '';
  return `${shownPaths(paths.slice(0, namesTold)).join(', ')}${more}`;
}
