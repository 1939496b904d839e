import { type ErrorCode, Refusal } from '../errors.js';
import { databaseTrouble, makeRoom } from '../store/database-trouble.js';
import { saysFull, saysReadOnly } from '../workspace/disk-trouble.js';
import { GitFailure } from '../workspace/git.js';
import { shownMessage } from './shown-text.js';

/**
 * What a failure of the machine means, and what to do about it: a full disk, a directory that is read-only or gone, a git
 * that is missing. A refusal stays as it is; undefined for anything that is a mistake of our own.
 */
export function explainFailure(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  return databaseTrouble(error) ?? (error instanceof GitFailure ? gitTrouble(error) : fileTrouble(error));
}

function gitTrouble(error: GitFailure): Refusal | undefined {
  const said = shownMessage(error.stderr.trim().split('\n')[0]);
  if (error.exitCode === undefined && /\bcwd\b/.test(error.stderr)) {
    return refusal('The working directory of the session is gone.', 'Put it back, then call again.');
  }
  if (error.exitCode === undefined && /ENOENT/.test(error.stderr)) {
    return refusal(
      `git cannot be run: ${said}`,
      'Install git 2.34 or later, put it on the PATH of the server, and restart it.',
      'not_a_repository',
    );
  }
  if (saysFull(error.stderr)) return full(`git says: ${said}`);
  if (saysReadOnly(error.stderr)) return readOnly(`git says: ${said}`);
  return undefined;
}

function fileTrouble(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const said = shownMessage(error);
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return full(said);
  if (error.code === 'EROFS') return readOnly(said);
  return undefined;
}

function full(said: string): Refusal {
  return refusal(`The disk is full (${said}).`, makeRoom);
}

function readOnly(said: string): Refusal {
  return refusal(
    `A directory is read-only (${said}).`,
    'Make it writable for this user, then call again: what was cut off is then finished.',
  );
}

function refusal(message: string, hint: string, code: ErrorCode = 'internal'): Refusal {
  return new Refusal(code, message, hint);
}
