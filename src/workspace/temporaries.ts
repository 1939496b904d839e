import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Who needs a file for a moment: whoever works with the session's index, or whoever measures in its arms. */
export type Work = 'index' | 'measuring';

const ofIndex = /^(?:index\.lock|scratch-index(?:\.lock|-written)?)$/;
const ofArms = /^(?:arm-[01]\.json\.new|[0-9a-f]+\.(?:index\.lock|changes(?:\.lock)?))$/;

/**
 * Remove from a session's own directory what a kill has left there of a moment. Nobody else may be doing such work, and no
 * git of the killed server may be alive. To measure is to work with the index, too.
 */
export async function removeTemporaries(directory: string, work: Work): Promise<void> {
  const names = (await temporariesIn(directory)).filter((name) => work === 'measuring' || ofIndex.test(name));
  await Promise.all(names.map((name) => rm(join(directory, name), { recursive: true, force: true })));
}

/** Whether there may be something to remove. */
export async function hasTemporaries(directory: string): Promise<boolean> {
  return (await temporariesIn(directory)).length > 0;
}

async function temporariesIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => ofIndex.test(name) || ofArms.test(name));
}
