import { simpleGit } from 'simple-git';
import type { Repository } from './repository.js';

export interface LoggedCommit {
  readonly commit: string;
  readonly subject: string;
}

/** The commits after one and up to another, newest first. */
export async function logOf(repository: Repository, after: string, upTo: string): Promise<LoggedCommit[]> {
  if (after === upTo) return [];
  const reader = simpleGit({
    baseDir: repository.root,
    // Every exit code but 0 is a failure, also that of a git that was killed.
    errors: (error, result) =>
      result.exitCode === 0 ? error : Buffer.concat([...result.stdErr, ...result.stdOut]),
  });
  const log = await reader.log({ from: after, to: upTo, symmetric: false });
  return log.all.map(({ hash, message }) => ({ commit: hash, subject: message }));
}
