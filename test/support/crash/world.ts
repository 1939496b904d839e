import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type CommandOutcome, commandLine } from '../command-line.js';
import { type Connected, connect } from '../connect.js';
import { temporaryDirectory } from '../temporary.js';
import { type Files, makeRepository, type TestRepository } from '../test-repository.js';

const failpoints = fileURLToPath(new URL('./failpoints/preload.js', import.meta.url));

/** What makes a program number its effects, and die right after one of them, if a number is given. */
export interface Watch {
  readonly killAfter?: number | undefined;
  /** Whether a git that the last effect has started dies with it. */
  readonly killsGit?: boolean;
}

/** A repository and a home that can be put back to what they were, at the same paths. */
export interface World {
  readonly repository: TestRepository;
  readonly home: string;
  /** `NAME=value` in the environment of whatever the servers run for their commands. */
  readonly variable: string;
  /** Path of a file for commands that do something else while it is there. */
  readonly flag: string;
  readonly save: () => void;
  readonly putBack: () => void;
  readonly start: (watch?: Watch) => Promise<Connected>;
  /** Run the program with some arguments; a negative code is a signal. */
  readonly run: (args: readonly string[], watch?: Watch) => Promise<CommandOutcome>;
  /** The effects of a watched program count from now on. */
  readonly arm: () => void;
  /** They do no longer, and the flag is gone. */
  readonly disarm: () => void;
  /** Labels of the effects that were counted, in their order. */
  readonly effects: () => string[];
}

export function makeWorld(files: Files): World {
  const root = temporaryDirectory();
  const [live, saved] = [join(root, 'live'), join(root, 'saved')];
  const [journal, armed, flag] = [join(root, 'journal'), join(root, 'armed'), join(root, 'flag')];
  mkdirSync(live);
  const home = join(live, 'home');
  const repository = makeRepository(files, { directory: join(live, 'repository') });
  const place = (watch?: Watch) => ({
    directory: repository.root,
    home,
    nodeOptions: watch === undefined ? [] : ['--import', failpoints],
    env: {
      CRASH_WORLD: root,
      FAILPOINTS_JOURNAL: journal,
      FAILPOINTS_ARMED: armed,
      FAILPOINTS_KILL_AFTER: String(watch?.killAfter),
      FAILPOINTS_KILL_GIT: String(watch?.killsGit),
    },
  });
  return {
    repository,
    home,
    variable: `CRASH_WORLD=${root}`,
    flag,
    save: () => copy(live, saved),
    putBack: () => {
      for (const path of [journal, armed, flag]) rmSync(path, { force: true });
      copy(saved, live);
    },
    start: (watch) => connect(place(watch)),
    run: (args, watch) => commandLine(args, place(watch)),
    arm: () => writeFileSync(armed, ''),
    disarm: () => {
      for (const path of [armed, flag]) rmSync(path, { force: true });
    },
    effects: () => (existsSync(journal) ? labelsIn(readFileSync(journal, 'utf8')) : []),
  };
}

function copy(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  execFileSync('cp', ['-a', from, to]);
}

function labelsIn(journal: string): string[] {
  const lines = journal.split('\n').filter((line) => line !== '');
  return lines.map((line) => z.string().parse(JSON.parse(line)));
}
