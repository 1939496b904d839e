/** Limits on a secondary metric. A value equal to a limit is within it. */
interface Constraint {
  readonly metric: string;
  readonly min?: number;
  readonly max?: number;
  /** How much larger than the incumbent's the value may be, in percent; at least 0. */
  readonly max_regression_percent?: number;
}

/** Everything that a session was told, defaults applied: validated, deeply frozen, plain JSON. */
export interface SessionConfig {
  readonly goal?: string;
  readonly metric_name: string;
  readonly metric_unit?: string;
  readonly direction: 'lower' | 'higher';

  /** Shell lines or paths of scripts, run in the session's directory. */
  readonly command: string;
  /** Judges what `command` has produced: with it, no output of `command` is read. */
  readonly evaluate_command?: string;
  readonly checks_command?: string;
  readonly setup_command?: string;

  /** Globs. Undefined: everything that is not pinned. */
  readonly editable?: readonly string[];
  /** Globs that are pinned besides what the commands name. */
  readonly protected: readonly string[];
  /** Paths that arms link to. Undefined: the known dependency directories. Empty: none. */
  readonly share?: readonly string[];

  readonly constraints: readonly Constraint[];
  /** A value outside of these two is `invalid_metric`. */
  readonly metric_min?: number;
  readonly metric_max?: number;

  /** Whole, at least 1; the baseline does not count. Undefined: no limit. */
  readonly max_experiments?: number;
  /** Above 0. Undefined: no limit. */
  readonly max_minutes?: number;
  /** The value of the metric at which the session is done. */
  readonly target?: number;

  /** One sample, above 0. */
  readonly timeout_seconds: number;
  /** One run of the checks, above 0. */
  readonly checks_timeout_seconds: number;
  /** The measuring of one experiment, checks not counted; above 0. */
  readonly measure_budget_seconds: number;
  /** At least 0. Undefined: 1, or 0 when the metric is deterministic. */
  readonly min_effect_percent?: number;

  readonly strictness: 'confirm' | 'explore';
  readonly accept: 'better' | 'simpler';
  readonly isolation: 'auto' | 'isolated' | 'in-place';
  /** How long a call waits for its result: 0 to 3600. */
  readonly wait_seconds: number;

  /** Finished runs in a row without a keep, at least 1. Undefined: no limit. */
  readonly plateau?: number;
  /** Crashes, time-outs and invalid metrics in a row, at least 1. */
  readonly max_failures: number;
  /** From TERM to KILL, at least 0. */
  readonly kill_grace_seconds: number;
  readonly checks_when: 'promising' | 'always' | 'first';
  /** Globs that are treated as if git ignored them. */
  readonly ignore: readonly string[];
  /** Paths and globs of what git does not track and must stay as it is. Absolute, or relative to the directory. */
  readonly pinned_inputs: readonly string[];
  /** A change by more than this factor in one step needs a person's word; above 1. */
  readonly suspicious_factor: number;
  /** Globs of what an arm keeps from one run to the next. */
  readonly arm_cache: readonly string[];
  /** Untracked files, in megabytes, at least 0. */
  readonly max_untracked_mb: number;
}
