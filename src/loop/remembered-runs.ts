import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { brief, type RunSummary, summariseRun } from './report.js';

const recentRuns = 8;
const keptRuns = 8;
const keptText = 100;
const focusText = 200;

/** A run as whoever takes over is to know of it. */
export interface RecentRun extends RunSummary {
  /** What was to be done next, as the newest run that was logged says. */
  readonly next_focus?: string;
}

/** A run that was kept, in less than a line. */
export interface KeptRun {
  readonly run: number;
  readonly description: string;
  readonly improvement_percent?: number;
  readonly learned?: string;
}

/** The runs of a session that whoever takes over is to know of, newest first: the last ones, and those kept before them. */
export function rememberedRuns(app: App, session: Session) {
  const newest = app.store.runs.recent(session.id, recentRuns);
  const lastLogged = newest.find(({ log }) => log !== undefined);
  const recent = newest.map((run): RecentRun => {
    const focus = run === lastLogged ? run.log?.next_focus : undefined;
    return { ...summariseRun(run), ...(focus === undefined ? {} : { next_focus: brief(focus, focusText) }) };
  });
  const told = new Set(recent.map(({ run }) => run));
  const kept = app.store.runs.kept(session.id).filter(({ number }) => !told.has(number));
  return {
    recent_runs: recent,
    kept_runs: kept
      .slice(-keptRuns)
      .reverse()
      .map((run) => inShort(summariseRun(run))),
  };
}

/** A kept run, where there is no room for more. */
export function inShort({ run, description, improvement_percent, learned }: RunSummary): KeptRun {
  return {
    run,
    description: brief(description, keptText),
    ...(improvement_percent === undefined ? {} : { improvement_percent }),
    ...(learned === undefined ? {} : { learned: brief(learned, keptText) }),
  };
}
