import { createHash } from 'node:crypto';
import { git } from './git.js';
import type { Repository } from './repository.js';

// Whatever of git's settings decides what it makes of a file's bytes on the way in and out.
const settings = '^(filter\\..*|core\\.(autocrlf|eol|attributesfile|symlinks|filemode))$';

/**
 * A hash of the settings by which git reads and writes files: while it stays, a tree becomes the same files. What
 * `info/attributes` holds is not in it.
 */
export async function gitRules({ root }: Repository): Promise<string> {
  // Exit code 1: none of them is set.
  const found = await git(['config', '-z', '--get-regexp', settings], { cwd: root, okCodes: [0, 1] });
  return createHash('sha256').update(found).digest('hex');
}
