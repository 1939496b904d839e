import { shownPaths } from './shown-text.js';

const maxNames = 10;

/** What a command did beside what it was run for. */
interface Noticed {
  /** Names of processes that had to be ended. */
  readonly leftovers: readonly string[];
  /** Names of processes that could not be ended. */
  readonly survivors?: readonly string[];
  /** Why its log is missing or incomplete, if it is. */
  readonly logProblem?: string;
}

/** What the commands of a run did that none of its numbers shows, to be told once in its notes. */
export interface Notices {
  readonly heed: (result: Noticed) => void;
  /** Files in the user's directory that changed while the checks ran, and were saved and put back. */
  readonly putBack: (paths: readonly string[]) => void;
  /** A sample is drawn again, since the machine slept through it. */
  readonly sleptThrough: () => void;
  /** Sentences; none when there is nothing to tell. */
  readonly told: () => string[];
}

export function createNotices(): Notices {
  const ended = new Set<string>();
  const alive = new Set<string>();
  const changed = new Set<string>();
  let slept = 0;
  let logProblem: string | undefined;
  return {
    heed: (result) => {
      for (const name of result.leftovers) if (ended.size < maxNames) ended.add(name);
      for (const name of result.survivors ?? []) if (alive.size < maxNames) alive.add(name);
      logProblem ??= result.logProblem;
    },
    putBack: (paths) => {
      for (const path of paths) if (changed.size < maxNames) changed.add(path);
    },
    sleptThrough: () => {
      slept += 1;
    },
    told: () => [
      ...about(ended, 'were ended'),
      ...about(alive, 'could not be ended'),
      ...(changed.size === 0
        ? []
        : [
            `Files that changed while the checks ran were put back: ${shownPaths([...changed]).join(', ')}. What they held is saved under refs/autoresearch/.`,
          ]),
      ...(slept === 0
        ? []
        : [`Samples drawn again, since the machine slept (or its clock was set) meanwhile: ${slept}.`]),
      ...(logProblem === undefined ? [] : [logProblem]),
    ],
  };
}

function about(names: ReadonlySet<string>, what: string): string[] {
  if (names.size === 0) return [];
  return [`Processes that outlived their command ${what}: ${[...names].join(', ')}.`];
}
