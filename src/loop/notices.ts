const maxNames = 10;

/** What a command did beside what it was run for. */
interface Noticed {
  /** Names of processes that had to be ended. */
  readonly leftovers: readonly string[];
  /** Why its log is missing or incomplete, if it is. */
  readonly logProblem?: string;
}

/** What the commands of a run did that none of its numbers shows, to be told once in its notes. */
export interface Notices {
  readonly heed: (result: Noticed) => void;
  /** Sentences; none when there is nothing to tell. */
  readonly told: () => string[];
}

export function createNotices(): Notices {
  const names = new Set<string>();
  let logProblem: string | undefined;
  return {
    heed: (result) => {
      for (const name of result.leftovers) if (names.size < maxNames) names.add(name);
      logProblem ??= result.logProblem;
    },
    told: () => [
      ...(names.size === 0
        ? []
        : [`Processes that outlived their command were ended: ${[...names].join(', ')}.`]),
      ...(logProblem === undefined ? [] : [logProblem]),
    ],
  };
}
