import type { Claim, Outcome } from '../../store/run.js';
import type { ImportedFrom } from '../../store/session.js';
import type { Direction } from '../../verdict/verdict.js';

/** A run as a file tells of it. */
export interface ImportedRun {
  readonly claim: Claim;
  readonly description: string;
  readonly hypothesis?: string;
  readonly learned?: string;
  readonly next_focus?: string;
  readonly files?: readonly string[];
  /** Absent where the file does not say whether it was kept. */
  readonly outcome?: Outcome;
  /** When it was started, in milliseconds since 1970. */
  readonly at?: number;
  /** Absent where the file has one time for all of it. */
  readonly finishedAt?: number;
  readonly loggedAt?: number;
}

/** A session as a file tells of it: runs that have one metric. */
export interface ImportedSession {
  readonly name?: string;
  readonly goal?: string;
  readonly metricName: string;
  readonly metricUnit?: string;
  /** Absent where the file does not say which way is better. */
  readonly direction?: Direction;
  /** In the order of the file; at least one. */
  readonly runs: readonly ImportedRun[];
}

/** What stands in a file. */
export interface ImportedContent {
  readonly format: ImportedFrom['format'];
  readonly sessions: readonly ImportedSession[];
  /** How many lines were passed over, since they tell of no run. */
  readonly passedOver: number;
}
