/** The files that the measure command itself writes into the directory that it runs in. */
export interface Outputs {
  readonly has: (path: string) => boolean;
  /**
   * Take note of what changed while one command ran.
   *
   * @returns the paths that the command is not known to write: somebody else has.
   */
  readonly observe: (changed: readonly string[]) => readonly string[];
  readonly list: () => readonly string[];
}

/** Outputs that an earlier measurement has learnt. */
export function knownOutputs(paths: readonly string[]): Outputs {
  const known = new Set(paths);
  return {
    has: (path) => known.has(path),
    observe: (changed) => changed.filter((path) => !known.has(path)),
    list: () => [...known],
  };
}

/**
 * Learn the outputs: what changes each time the command runs is its own doing; what changes now and then is somebody's
 * edit, and is saved before it is undone.
 */
export function learningOutputs(): Outputs {
  const times = new Map<string, number>();
  let commands = 0;
  return {
    has: () => false,
    observe: (changed) => {
      commands++;
      for (const path of changed) times.set(path, (times.get(path) ?? 0) + 1);
      return [];
    },
    list: () => [...times].filter(([, count]) => count === commands).map(([path]) => path),
  };
}
