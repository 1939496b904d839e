import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, Refusal } from '../errors.js';
import { homeDirectory } from '../loop/app.js';

/** Where the tokens are, unless `--token-file` says otherwise. */
export function defaultTokenFile(): string {
  return join(homeDirectory(), 'tokens');
}

/**
 * The same, in a directory that is there.
 *
 * @throws Refusal `invalid_config` where it cannot be made.
 */
export function madeTokenPlace(): string {
  const home = homeDirectory();
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Refusal(
      'invalid_config',
      `The home directory ${home} cannot be made: ${messageOf(error)}.`,
      'Set AUTORESEARCH_HOME to a directory.',
    );
  }
  return defaultTokenFile();
}
