import { resolve } from 'node:path';
import { displayPath, type PathBytes } from '../workspace/path-bytes.js';
import type { Measuring } from './measuring.js';
import { clearBytecode, newcomersIn, removeFrom } from './newcomers.js';
import { changedOutside, unsealOutside } from './outside-seals.js';
import type { Place } from './place.js';
import { changedIn, sealPlace, unsealPlace } from './place-seals.js';
import { RunStopped } from './run-stopped.js';
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
    ...(await changedIn(app, session, isolation, root)),
    ...(await changedOutside(app, session)),
  ];
  // Whoever comes first to a place finds it as git has just written it.
  await sealPlace(app, session, isolation, root);
  await clearBytecode(app, session, isolation, root);
  // An arm is nobody's but the server's: what code in the other one has put there goes.
  if (isolation === 'isolated') await removeFrom(root, await newcomersIn(app, session, isolation, root));
  const before = await changed();
  if (before.length > 0) {
    const hint = 'Put it back, or call init_experiment with restart: true to start from what is there now.';
    throw new RunStopped('interrupted', `${names(before)}: not what it was at the start. ${hint}`);
  }
  return {
    broken: async () => {
      if (learns) {
        await unsealPlace(app, session, isolation, root);
        await unsealOutside(app, session);
      }
      const after = await changed();
      // Whatever judges next in this place is to be read from its source.
      await clearBytecode(app, session, isolation, root);
      if (after.length === 0) return undefined;
      return `What judges was changed while the command ran: ${names(after)}.`;
    },
  };
}

function names(paths: readonly PathBytes[]): string {
  const more = paths.length > namesTold ? ` and ${paths.length - namesTold} more` : '';
  return `${shownPaths(paths.slice(0, namesTold).map(displayPath)).join(', ')}${more}`;
}
