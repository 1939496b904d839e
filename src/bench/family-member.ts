/** What makes a process one of a command's: the group it was started in, or the mark in its environment. */
export interface Family {
  /** The number of the process group, which is the command's own process number. */
  readonly group: number;
  /** As it stands in the environment: `NAME=value`. */
  readonly mark: string;
}

/** A living process that belongs to a command. */
export interface FamilyMember {
  readonly pid: number;
  /** When it started, in whatever unit the system has: with `pid` it says whether two sightings are one process. */
  readonly startedAt: string;
  readonly name: string;
  readonly inGroup: boolean;
  readonly marked: boolean;
}
