import { type ErrorCode, Refusal } from '../errors.js';
import { databaseTrouble, makeRoom } from '../store/database-trouble.js';
import { saysFull, saysReadOnly } from '../workspace/disk-trouble.js';
import { GitFailure } from '../workspace/git.js';
import { locked } from '../workspace/index-lock.js';
import { shownMessage, shownPath } from './shown-text.js';

// Of a required one alone; the line after what the filter itself has said.
const filter = /^fatal: (.*: (?:clean|smudge) filter .* failed)$/m;

// What git says of an object that it does not have, each command in its own words.
const missing =
  /bad (?:file|object|revision|tree)|not a valid object|invalid object|missing object|unable to (?:read|find)|could not (?:read|parse)|not a tree object|nonexistent object/i;

const heldLock = /Unable to create '(.+\.lock)': File exists/;

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
    return refusal(
      'The working directory of the session is gone.',
      'Put it back (`git worktree add`, for a linked one), then call again; or call end_session with its session_id.',
    );
  }
  if (error.exitCode === undefined && /ENOENT/.test(error.stderr)) {
    return refusal(
      `git cannot be run: ${said}`,
      'Install git 2.34 or later, put it on the PATH of the server, and restart it.',
      'not_a_repository',
    );
  }
  const [, lock] = heldLock.exec(error.stderr) ?? [];
  if (lock !== undefined) return locked(shownPath(lock));
  if (saysFull(error.stderr)) return full(`git says: ${said}`);
  if (saysReadOnly(error.stderr)) return readOnly(`git says: ${said}`);
  const [, ofFilter] = filter.exec(error.stderr) ?? [];
  if (ofFilter !== undefined) return filterFails(ofFilter, said);
  // After the disk, which may be why something cannot be read.
  if (missing.test(error.stderr)) return gone(said);
  return undefined;
}

function fileTrouble(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const said = shownMessage(error);
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return full(said);
  if (error.code === 'EROFS') return readOnly(said);
  return undefined;
}

function gone(said: string): Refusal {
  return refusal(
    `git does not have any more what the session needs: its refs were deleted, or its objects (git says: ${said}).`,
    'Nothing but a copy of the repository brings it back. Call init_experiment with restart: true: it ends the session as it stands, touches no file, and starts from the present HEAD.',
  );
}

function filterFails(ofFilter: string, said: string): Refusal {
  return refusal(
    `A filter of git's fails, as the attributes of a file name it and git's settings require it: ${shownMessage(ofFilter)} (git says: ${said}).`,
    'Make it work again, whatever it needs (for Git LFS: `git lfs fetch --all` where its server can be reached), then call again: what was begun is then finished.',
  );
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
