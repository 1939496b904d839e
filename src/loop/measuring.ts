import type { Session } from '../store/session.js';
import type { App } from './app.js';
import type { JobControl } from './jobs.js';
import type { Notices } from './notices.js';

/** One run's measuring: everything that the samples of a run share. */
export interface Measuring extends JobControl {
  readonly app: App;
  readonly session: Session;
  readonly run: number;
  /** The run's series, and the seed that all runs of it share. */
  readonly series: number;
  readonly seed: number;
  /** Everything that the run starts carries it. */
  readonly mark: string;
  readonly logPath: string;
  /** Of every command that the run starts. */
  readonly notices: Notices;
}

/** A tree, and the run that it is known by. */
export interface RunTree {
  readonly tree: string;
  readonly run: number;
}
