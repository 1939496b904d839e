import type { ChecksReport, MetricResult, SecondaryMetric } from '../store/run.js';
import type { Isolation, Session } from '../store/session.js';
import type { Evidence, Verdict } from '../verdict/verdict.js';

/** What the measuring of a run came to. */
export interface Finding {
  readonly verdict: Verdict;
  readonly evidence?: Evidence;
  readonly canKeep: boolean;
  /** Set where it could be kept, were it not too good to be believed. */
  readonly approval?: 'needed';
  /** One sentence. */
  readonly reason: string;
  /** The candidate's metric; absent where there is none. */
  readonly value?: number;
  readonly metric: MetricResult;
  /** Number of the run that it was compared with, once it was. */
  readonly opponent?: number;
  readonly metrics: readonly SecondaryMetric[];
  readonly checks: ChecksReport;
  readonly outputTail: string;
  readonly notes: readonly string[];
  /** Where it was measured, when that was not where the run set out. */
  readonly isolation?: Isolation;
  /** The session as the finding leaves it; stored together with the verdict. */
  readonly session?: Session;
}
