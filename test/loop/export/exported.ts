import { onTestFinished } from 'vitest';
import { type App, closeApp, openApp } from '../../../src/loop/app.js';
import type { Run, RunResult } from '../../../src/store/run.js';
import type { Session } from '../../../src/store/session.js';
import { storedRun, storedSession } from '../../support/stored.js';
import { temporaryDirectory } from '../../support/temporary.js';

/** What a run of {@link exportedSession} has of its own. */
export type OwnFields = Partial<Run>;

/** A run's result with nothing in it but a change in percent, and metrics besides. */
export function resultOf(percent: number, metrics: Readonly<Record<string, number>> = {}): RunResult {
  return {
    reason: 'Because.',
    metric: { name: 'ms', direction: 'lower', improvement_percent: percent },
    metrics: Object.entries(metrics).map(([name, candidate]) => ({ name, candidate })),
    checks: { state: 'not_run' },
    output_tail: '',
    elapsed_seconds: 1,
    notes: [],
  };
}

/** A session with a baseline and these runs, in a database of its own. */
export function exportedSession(runs: readonly OwnFields[], own: Partial<Session> = {}) {
  const app: App = openApp(temporaryDirectory());
  onTestFinished(() => closeApp(app));
  const session: Session = { ...storedSession, ...own };
  app.store.sessions.insert(session);
  const baseline: OwnFields = { verdict: 'baseline', value: 100 };
  [baseline, ...runs].forEach((run, number) => {
    app.store.runs.insert({
      ...storedRun,
      state: 'finished',
      description: number === 0 ? 'Baseline' : `Try ${number}`,
      candidateCommit: `${number}`.repeat(40),
      loggedAt: 1000 + number,
      ...run,
      number,
    });
  });
  return { app, session };
}
