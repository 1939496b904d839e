import { expect } from 'vitest';
import { z } from 'zod';
import { pictureOf } from './checkout.js';
import { countRows } from './database.js';
import { type SessionOptions, type StartedSession, startSession } from './session.js';
import { readFiles, readGitData } from './worktree-state.js';

const refused = z.looseObject({ files: z.array(z.object({ path: z.string(), rule: z.string() })) });

/** A session of which each refusal is seen to leave everything as it was. */
export interface WatchedSession extends StartedSession {
  /** HEAD at the start. */
  readonly start: string;
  /** Run the experiment, see that it is refused as out of scope and nothing else happens. @returns the named files, by path. */
  readonly refusal: () => Promise<readonly { path: string; rule: string }[]>;
  /** As `refusal`, where git itself has been told to look away, and the tests' git with it: files alone are compared. */
  readonly hidden: () => Promise<readonly { path: string; rule: string }[]>;
  /** Rows that tell of a process: runs and samples beyond the baseline's. */
  readonly ranSince: () => number;
}

export async function startWatched(options: SessionOptions): Promise<WatchedSession> {
  const session = await startSession(options);
  const { repository, server } = session;
  const ranSince = () =>
    countRows(server.home, 'runs', 'number > 0') + countRows(server.home, 'samples', 'run > 0');
  const refuse = async (picture: () => unknown) => {
    const before = picture();
    const error = await server.refused('run_experiment', { description: 'a try' });
    expect(error).toMatchObject({ code: 'out_of_scope' });
    expect(picture()).toEqual(before);
    const { files } = refused.parse(error);
    expect(error.message).toContain(files[0]?.path);
    return [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  };
  return {
    ...session,
    start: repository.git('rev-parse', 'HEAD'),
    ranSince,
    refusal: () => refuse(() => [pictureOf(repository), readGitData(repository.root)]),
    hidden: () => refuse(() => readFiles(repository.root)),
  };
}
