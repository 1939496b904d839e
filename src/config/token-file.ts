import { existsSync, lstatSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, Refusal } from '../errors.js';
import { type AccessToken, lineOf, newSecret, parseTokens } from './access-tokens.js';
import { changeFile } from './change-file.js';

/**
 * The tokens that a file holds now.
 *
 * @throws Refusal `invalid_config` for a file that is not there, that others may read, or that holds something else.
 */
export function readTokenFile(path: string): AccessToken[] {
  try {
    const { mode } = statSync(path);
    if ((mode & 0o077) !== 0) throw readable(path);
    return parseTokens(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(
      'invalid_config',
      `The tokens cannot be read: ${messageOf(error)}.`,
      'Give another file.',
    );
  }
}

/** Make a file with a first token, if there is none yet. @returns whether it was made. */
export async function ensureTokenFile(path: string): Promise<boolean> {
  // A link that leads nowhere is there, too: it is for whoever has made it.
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return false;
  let isMade = false;
  makeDirectory(dirname(path));
  await changeFile(path, (text) => {
    isMade = text === undefined;
    return text ?? firstLines();
  });
  return isMade;
}

/** No more than one: a path that was mistyped is to be told, and not made. */
function makeDirectory(path: string): void {
  try {
    if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    throw new Refusal('invalid_config', `No token can be made: ${messageOf(error)}.`, 'Give --token-file.');
  }
}

/**
 * Let somebody else in, by a new line: what a person has written into the file stays.
 *
 * @throws Refusal `invalid_config` for a name that is taken or none, and for a file that cannot be read: the new one would be
 * for its owner alone, and let in again who may have read this.
 */
export async function addToFile(path: string, token: AccessToken): Promise<void> {
  // By itself, too: as a comment, or as two lines, it would go into the file without being anybody's.
  if (parseTokens(lineOf(token), 'What is to be added').length !== 1) throw noName(token);
  await changeFile(path, (text = '') => {
    readTokenFile(path);
    const added = `${text}${text.endsWith('\n') || text === '' ? '' : '\n'}${lineOf(token)}`;
    parseTokens(added, path);
    return added;
  });
}

/**
 * Take somebody's line out of a file.
 *
 * @throws Refusal `invalid_config` where there is none, or for a file that cannot be read, as above.
 */
export async function removeFromFile(path: string, name: string): Promise<void> {
  await changeFile(path, (text = '') => {
    if (!readTokenFile(path).some((token) => token.name === name)) throw unknownName(name);
    const lines = text.split('\n');
    return lines.filter((line) => line.trim().split(/\s+/)[0] !== name).join('\n');
  });
}

/** Changes whenever the file does, or who may read it. It never throws: it is asked with every request. */
export function tokenFileState(path: string): string {
  try {
    const { ino, ctimeMs, mtimeMs, size, mode } = statSync(path);
    return [ino, ctimeMs, mtimeMs, size, mode].join(':');
  } catch (error) {
    return messageOf(error);
  }
}

const header =
  '# Who may use autoresearch-mcp over HTTP: a line each, `name secret` or `name secret read-only`.\n';

function firstLines(): string {
  return header + lineOf({ name: 'owner', secret: newSecret(), readOnly: false });
}

function unknownName(name: string): Refusal {
  return new Refusal(
    'invalid_config',
    `There is no token of the name "${name.slice(0, 100)}".`,
    'See `autoresearch-mcp token list`.',
  );
}

function noName({ name }: AccessToken): Refusal {
  return new Refusal(
    'invalid_config',
    `"${name.slice(0, 100)}" is no name.`,
    'Take up to 64 letters, digits, dots, dashes and underscores, with a letter or digit as the first.',
  );
}

function readable(path: string): Refusal {
  return new Refusal(
    'invalid_config',
    `Others than its owner may read ${path}, which holds tokens.`,
    `Run \`chmod 600 ${path}\`; and make new tokens, if somebody may have read these.`,
  );
}
