import { readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isCode, messageOf, Refusal } from '../errors.js';

const ownerOnly = 0o600;
const pollMilliseconds = 10;
// Whoever has it writes a few lines: after so long, it was killed.
const waitMilliseconds = 3_000;

/**
 * Change a file of its owner's, one at a time and at one stroke: who reads meanwhile has the old text or the new. As git does it: the
 * new text is written beside, by a name that only one can have, and then given the file's own.
 *
 * @param change its text, `undefined` where there is no file, to the new one. What it throws leaves the file as it was.
 * @throws Refusal `invalid_config` where it cannot be done.
 */
export async function changeFile(path: string, change: (text: string | undefined) => string): Promise<void> {
  // Not the symbolic link that may stand for it.
  const file = textAt(path) === undefined ? path : realpathSync(path);
  const beside = `${file}.lock`;
  await take(beside);
  try {
    writeFileSync(beside, change(textAt(file)));
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error instanceof Refusal ? error : cannotChange(error);
  }
}

/** Make a file that nobody else has made. One that was left by a kill is for a person to remove: two who did might each have it. */
async function take(file: string): Promise<void> {
  const end = performance.now() + waitMilliseconds;
  while (!isMade(file)) {
    if (performance.now() > end) throw taken(file);
    await delay(pollMilliseconds);
  }
}

function isMade(file: string): boolean {
  try {
    writeFileSync(file, '', { flag: 'wx', mode: ownerOnly });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw cannotChange(error);
  }
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw cannotChange(error);
  }
}

function cannotChange(error: unknown): Refusal {
  return new Refusal(
    'invalid_config',
    `The tokens cannot be changed: ${messageOf(error)}.`,
    'Give another file.',
  );
}

function taken(file: string): Refusal {
  return new Refusal(
    'invalid_config',
    `${file} is there: another command is changing the tokens, or was killed while it did.`,
    `Where none is running, remove ${file}.`,
  );
}
