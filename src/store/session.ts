import type { Program } from '../bench/find-programs.js';
import type { ResolvedCommand } from '../bench/resolve-command.js';
import type { SessionConfig } from '../config/settings.js';
import type { NoiseEstimate } from '../verdict/noise.js';
import type { Bystander } from '../workspace/bystanders.js';
import type { IndexMarks } from '../workspace/index-marks.js';
import type { ModuleNames } from '../workspace/module-names.js';
import type { ReadingRules } from '../workspace/reading-rules.js';
import type { LockOwner } from './locks.js';
import type { MetricResult } from './run.js';

export type SessionState = 'starting' | 'active' | 'ended';
export type Isolation = 'isolated' | 'in-place';

/** What a session may touch and what it must leave alone, settled at init. */
interface SessionScope {
  /** Files of the evaluator, and links that lead to them. */
  readonly pinned: readonly string[];
  /** Free names that are pinned, too. */
  readonly reserved: readonly string[];
  /** Names that are kept free, by the rules of a language, for the modules of the evaluator. */
  readonly modules: readonly ModuleNames[];
  /** Files that had such a name at the start, and are free to be changed. */
  readonly present: readonly string[];
  /** Globs in the commands, relative to the session's directory. */
  readonly globs: readonly string[];
  /** Directories that the commands name. */
  readonly directories: readonly string[];
  readonly readingRules: ReadingRules;
  readonly bystanders: readonly Bystander[];
  readonly ignored: readonly string[];
  readonly share: readonly string[];
  readonly marks: IndexMarks;
}

/** What a session runs, settled at init: nothing changes it afterwards. */
export interface SessionCommands {
  readonly measure: ResolvedCommand;
  readonly evaluate?: ResolvedCommand;
  readonly checks?: ResolvedCommand;
  readonly setup?: ResolvedCommand;
  /** From the server's own configuration, with what it runs. No client is ever told. */
  readonly holdout?: { readonly line: string; readonly programs: readonly Program[] };
  /** PATH of all of them. */
  readonly searchPath: string;
  /** What is found there for the names in the commands. */
  readonly programs: readonly Program[];
}

/** A measurement of the final tree against the original baseline, on pairs of its own. */
export interface Replay {
  /** The run whose tree is the final one. */
  readonly run: number;
  readonly state: 'running' | 'finished' | 'failed';
  /** Whoever measures it, or has. */
  readonly owner: LockOwner;
  readonly startedAt: number;
  /** Why the session is being ended, to be stored with its end. */
  readonly summary?: string;
  /** Absent before it is finished. */
  readonly metric?: MetricResult;
  /** Why there is no result. */
  readonly reason?: string;
}

/** What a person has granted a session on the command line, besides its config. */
export interface Extension {
  /** Instead of the limits of the config. Absent: that one holds, if there is one. */
  readonly experiments?: number;
  readonly minutes?: number;
  readonly target?: number;
  /** The last run that had finished by then: failures, and runs without a keep, are counted from the next one on. */
  readonly afterRun: number;
}

/** What a person has said on the command line of whether to go on. */
export interface Steering {
  /** Paused until it is resumed; or no further experiment. */
  readonly state: 'paused' | 'stopped';
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly reason?: string;
}

/** Where a session comes from that this server has not measured. */
export interface ImportedFrom {
  /** Name of the file, without its directory. */
  readonly file: string;
  readonly format: 'tsv' | 'jsonl' | 'json';
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One goal pursued in one repository. */
export interface Session {
  readonly id: string;
  readonly name: string;
  readonly state: SessionState;
  readonly root: string;
  readonly gitDir: string;
  readonly commonDir: string;
  readonly prefix: string;
  /** Full ref name of the session's branch. */
  readonly branch: string;
  /** Full ref name of the branch that was checked out before; absent for a detached HEAD. */
  readonly baseBranch?: string;
  readonly baseCommit: string;
  /** First commit of the session's branch: the base, or the set-up commit on top of it. */
  readonly startCommit: string;
  readonly config: SessionConfig;
  readonly scope: SessionScope;
  readonly commands: SessionCommands;
  readonly isolation: Isolation;
  /** Whether a probe has shown that the arms measure their own code. */
  readonly armsProven: boolean;
  readonly deterministic: boolean;
  /** Paths that the measure command itself writes, when it runs in the user's directory. */
  readonly outputs: readonly string[];
  /** Noise of the baseline, as calibration found it. */
  readonly noise?: NoiseEstimate;
  /** What there is to say of the way of measuring, besides what follows from the settings. */
  readonly remarks: readonly string[];
  /** The final tree against the baseline, as it was last measured. */
  readonly replay?: Replay;
  /** Number of the run whose tree is the incumbent. */
  readonly incumbent: number;
  readonly incumbentTree: string;
  readonly incumbentCommit: string;
  /** Stored by `extend` alone: whoever stores the rest of a session has read it before. */
  readonly extension?: Extension;
  /** Absent: as it will. Stored by `steer` alone. */
  readonly steering?: Steering;
  readonly endReason?: string;
  readonly summary?: string;
  /** Since when a person has been going back to what was before the session; absent when that is done. */
  readonly abandoning?: number;
  /** Present for a session that was read from a file: it has ended, and no branch, ref or commit is its own. */
  readonly imported?: ImportedFrom;
  readonly createdAt: number;
  readonly endedAt?: number;
}
