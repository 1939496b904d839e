/** A living process, as the system lists it. */
export interface LivingProcess {
  readonly pid: number;
  /** The process whose child it is now: that of an orphan is not the one that started it. */
  readonly parent: number;
  readonly group: number;
  /** Absent where the system does not tell it. */
  readonly session?: number;
  /** When it started, in whatever unit the system has: with `pid` it says whether two sightings are one process. */
  readonly startedAt: string;
  readonly name: string;
  /** Whether it has the mark of a command in its environment. */
  readonly marked: boolean;
}

/** Tells a process from any other, also from a later one of the same number. */
export function identityOf({ pid, startedAt }: LivingProcess): string {
  return `${pid} ${startedAt}`;
}
