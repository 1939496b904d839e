import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gitBytes } from '../git-bytes.js';
import type { Deed } from './step.js';

const briefly = 300;
/** Longer than a server waits for it. */
const long = 2600;

const gitDeeds: Readonly<Record<Exclude<Deed, `hold ${string}`>, readonly (readonly string[])[]>> = {
  'commit all': [
    ['add', '-A'],
    ['commit', '-q', '-m', 'By hand'],
  ],
  'commit staged': [['commit', '-q', '-m', 'By hand']],
  'switch to main': [['switch', '-q', 'main']],
  'switch to theirs': [['switch', '-q', 'theirs']],
  'switch back': [['switch', '-q', '-']],
  stash: [['stash', 'push', '-q']],
  'stash pop': [['stash', 'pop', '-q']],
  'merge theirs': [['merge', '-q', 'theirs']],
  abort: [
    ['merge', '--abort'],
    ['rebase', '--abort'],
  ],
  'delete the branch': [
    ['switch', '-q', '--detach'],
    ['branch', '-q', '-D', '@{-1}'],
  ],
  'reset softly': [['reset', '-q', '--soft', 'HEAD~1']],
  amend: [['commit', '-q', '--amend', '-m', 'In other words']],
  rebase: [['-c', 'user.name=Somebody', 'rebase', '-q', '--autostash', '--force-rebase', 'HEAD~1']],
  'collect garbage': [['gc', '-q', '--prune=now']],
};

/**
 * Do it, as far as git lets it be done.
 *
 * @returns when nothing of it goes on any more: the index may be held for a while.
 */
export function actByHand(root: string, deed: Deed): Promise<void> {
  if (deed === 'hold the index for a moment') return holdIndex(root, briefly);
  if (deed === 'hold the index for long') return holdIndex(root, long);
  // Whatever git refuses in the present state is not done.
  for (const args of gitDeeds[deed]) tryGit(root, args);
  return Promise.resolve();
}

/** Run git. @returns whether it could do it. */
export function tryGit(root: string, args: readonly string[]): boolean {
  try {
    gitBytes(root, args);
    return true;
  } catch {
    return false;
  }
}

async function holdIndex(root: string, milliseconds: number): Promise<void> {
  const lock = join(root, '.git/index.lock');
  writeFileSync(lock, '');
  await delay(milliseconds);
  rmSync(lock, { force: true });
}
