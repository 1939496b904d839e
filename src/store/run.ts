import type { Direction, Evidence, Verdict } from '../verdict/verdict.js';
import type { Isolation } from './session.js';

/** Whether a person has accepted a run that is too good to be believed. */
export type Approval = 'needed' | 'accepted' | 'declined';

export const outcomes = ['kept', 'discarded'] as const;

export type Outcome = (typeof outcomes)[number];

/** The measured change of the session's metric. Percentages are positive when the candidate is better. */
export interface MetricResult {
  readonly name: string;
  readonly unit?: string;
  readonly direction: Direction;
  readonly incumbent?: number;
  readonly candidate?: number;
  readonly improvement_percent?: number;
  readonly ci_low_percent?: number;
  readonly ci_high_percent?: number;
  readonly p_value?: number;
  readonly pairs?: number;
}

export interface SecondaryMetric {
  readonly name: string;
  readonly incumbent?: number;
  readonly candidate?: number;
}

export interface ChecksReport {
  readonly state: 'passed' | 'failed' | 'timed_out' | 'cancelled' | 'not_run';
  readonly seconds?: number;
  readonly output_tail?: string;
  /** One sentence, where they are no pass: it becomes the run's. */
  readonly reason?: string;
}

/** What a run is reported with, for good. */
export interface RunResult {
  readonly reason: string;
  readonly metric: MetricResult;
  /** Number of the run that it was compared with. */
  readonly opponent?: number;
  readonly metrics: readonly SecondaryMetric[];
  readonly checks: ChecksReport;
  readonly output_tail: string;
  readonly elapsed_seconds: number;
  readonly notes: readonly string[];
}

/** What the agent wrote into the log. */
export interface LogEntry {
  readonly status: string;
  readonly description: string;
  readonly hypothesis?: string;
  readonly learned?: string;
  readonly next_focus?: string;
  /** Ideas that it brought. */
  readonly ideas?: readonly string[];
  /** Name of the client that it came from. */
  readonly client?: string;
}

/** What is about to be done to repository and database, so that it can be done again after a kill. */
export interface Intention {
  readonly outcome: Outcome;
  readonly log: LogEntry;
  readonly commit?: string;
  /**
   * Paths, as git has them, whose files alone are to be written. Absent for a run whose candidate stands in the
   * working directory.
   */
  readonly carried?: readonly string[];
  /** The branch's commit when the intention was written. */
  readonly head: string;
  /** When the log began, in milliseconds since 1970: what it finds in its way is saved under names that come after it. */
  readonly since: number;
}

/** What a file says of a run that this server has not measured. Nothing is ever judged by it. */
export interface Claim {
  /** `keep`, `discard`, `crash` and so on, in the file's own word. */
  readonly status: string;
  /** How the file counts it, where its number here is another. */
  readonly run?: number;
  readonly metric?: number;
  /** Further metrics by name. */
  readonly metrics?: Readonly<Record<string, number>>;
  readonly commit?: string;
  /** What else stands there, as it stands there. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** One candidate, evaluated. */
export interface Run {
  readonly sessionId: string;
  readonly number: number;
  readonly state: 'running' | 'finished';
  readonly description: string;
  /** Number of the idea that it tries, where it is one of the session's. */
  readonly idea?: number;
  /** Number of the run whose tree was the incumbent. */
  readonly incumbent: number;
  readonly tree: string;
  /** The commit under refs/autoresearch/ that keeps the tree reachable. */
  readonly candidateCommit: string;
  /** What the working directory held besides; absent where that was the same as beside the incumbent. */
  readonly unseenCommit?: string;
  readonly isolation: Isolation;
  /** The first run of this tree against this incumbent: what it measured is gone on with, never drawn again. */
  readonly series: number;
  /** Order and seeds of all samples follow from it. Runs of one series share it. */
  readonly seed: number;
  readonly files: readonly string[];
  readonly logPath: string;
  readonly ownerPid: number;
  readonly ownerStarted: string;
  /** The tree to put back into the user's directory, while samples are taken there. */
  readonly displacedTree?: string;
  /** What HEAD was then: where it is another one by now, what stands in the directory is somebody else's. */
  readonly displacedHead?: string;
  readonly verdict?: Verdict;
  readonly evidence?: Evidence;
  readonly canKeep: boolean;
  /** Absent for a run that needs no person's word. */
  readonly approval?: Approval;
  /** Number of the run that this one measures again, because a person has accepted it. */
  readonly accepts?: number;
  /** The candidate's metric; absent where there is none. */
  readonly value?: number;
  readonly result?: RunResult;
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly intention?: Intention;
  readonly outcome?: Outcome;
  readonly keptCommit?: string;
  readonly log?: LogEntry;
  readonly loggedAt?: number;
  /** Present for a run that was read from a file; it has no value and no verdict but `imported`. */
  readonly imported?: Claim;
}
