import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../errors.js';
import { exists } from './exists.js';
import { GitFailure } from './git.js';

/** Whose index and HEAD: the git directory of a working tree. */
interface Indexed {
  readonly root: string;
  readonly gitDir: string;
}

const longestMilliseconds = 2000;
const pollMilliseconds = 20;
const attempts = 3;

/**
 * Wait while another git command writes the user's index: most are done in a moment.
 *
 * @throws Refusal `git_busy` where it is still locked after about two seconds.
 */
export function awaitIndex({ root, gitDir }: Indexed): Promise<void> {
  return awaitLock(root, join(gitDir, 'index.lock'));
}

/** As {@link awaitIndex}, for whoever moves HEAD, and with it its branch, where it is on one. */
export async function awaitHead(
  { root, gitDir, commonDir }: Indexed & { readonly commonDir: string },
  branch?: string,
): Promise<void> {
  await awaitLock(root, join(gitDir, 'HEAD.lock'));
  if (branch !== undefined) await awaitLock(root, join(commonDir, `${branch}.lock`));
}

async function awaitLock(root: string, lock: string): Promise<void> {
  for (const deadline = Date.now() + longestMilliseconds; await exists(lock); await sleep(pollMilliseconds)) {
    if (Date.now() >= deadline) throw locked(lock, ` in ${root}`);
  }
}

/** What is told of a lock file that is in the way. */
export function locked(lock: string, where = ''): Refusal {
  return new Refusal(
    'git_busy',
    `Another git command is at work${where}: ${lock} exists.`,
    'Call again when it is done. Where no git is running any more, one was killed: remove that file.',
  );
}

/**
 * Write the user's index when nobody else does. What is done may be done again, when another git command comes first.
 *
 * @throws Refusal `git_busy`
 */
export async function writeIndex(place: Indexed, work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await awaitIndex(place);
    try {
      return await work();
    } catch (error) {
      const isLocked = error instanceof GitFailure && error.stderr.includes('index.lock');
      if (!isLocked || attempt === attempts) throw error;
    }
  }
}
