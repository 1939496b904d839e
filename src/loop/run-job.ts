import { maskLog } from '../bench/mask-log.js';
import type { Run, RunResult } from '../store/run.js';
import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { explainFailure } from './explain-failure.js';
import type { Finding } from './finding.js';
import { noteCutOff } from './ideas/became.js';
import { runId } from './ids.js';
import type { Job } from './jobs.js';
import { releaseMachine } from './lock.js';
import type { Measuring } from './measuring.js';
import { measuringOf, type PlaceOpener, placesOf } from './run-places.js';
import { RunStopped } from './run-stopped.js';
import { metricResult, valuesOf } from './run-values.js';
import { whereSaved } from './saved-edits.js';
import { shownMessage } from './shown-text.js';

/** What a run does between its start and its verdict. */
export type RunWork = (measuring: Measuring, open: PlaceOpener) => Promise<Finding>;

/**
 * Measure a run in the background. The machine's lock is ours already; it is given back when everything is put back
 * and the verdict is stored.
 */
export function startRunJob(app: App, session: Session, run: Run, work: RunWork): Job {
  return app.jobs.start(runId(session.id, run.number), async (control) => {
    const measuring = measuringOf(app, session, run, control);
    const places = placesOf(measuring, run, run.files);
    try {
      const finding = await work(measuring, places.open).catch((error: unknown) =>
        stopped(measuring, run, error),
      );
      const notes = [...(await places.leave()), ...(await maskLog(measuring.logPath))];
      finish(app, run, { ...finding, notes: [...finding.notes, ...measuring.notices.told(), ...notes] });
      control.finish();
      await places.tidy();
    } finally {
      releaseMachine(app);
    }
  });
}

function stopped(measuring: Measuring, run: Run, error: unknown): Finding {
  const { app, session } = measuring;
  const isExpected = error instanceof RunStopped;
  const why = isExpected
    ? error.message
    : `The measurement could not be completed: ${shownMessage(explainFailure(error) ?? error)}`;
  return {
    verdict: isExpected ? error.verdict : 'interrupted',
    canKeep: false,
    reason: `${why} ${whereSaved(app, session.id, run.number) ?? ''}`.trim(),
    metric: metricResult(session, valuesOf(app, session, run.incumbent, run.isolation)),
    metrics: [],
    checks: { state: 'not_run' },
    outputTail: '',
    notes: [],
  };
}

function finish(app: App, run: Run, finding: Finding): void {
  const result: RunResult = {
    reason: finding.reason,
    metric: finding.metric,
    ...(finding.opponent === undefined ? {} : { opponent: finding.opponent }),
    metrics: finding.metrics,
    checks: finding.checks,
    output_tail: finding.outputTail,
    elapsed_seconds: (Date.now() - run.startedAt) / 1000,
    notes: finding.notes,
  };
  const latest = app.store.runs.find(run.sessionId, run.number) ?? run;
  app.store.transaction(() => {
    noteCutOff(app, { ...latest, verdict: finding.verdict });
    app.store.runs.update({
      ...latest,
      state: 'finished',
      verdict: finding.verdict,
      canKeep: finding.canKeep,
      ...(finding.approval === undefined ? {} : { approval: finding.approval }),
      isolation: finding.isolation ?? latest.isolation,
      result,
      finishedAt: Date.now(),
      ...(finding.evidence === undefined ? {} : { evidence: finding.evidence }),
      ...(finding.value === undefined ? {} : { value: finding.value }),
    });
    if (finding.session !== undefined) app.store.sessions.update(finding.session);
    const data = { verdict: finding.verdict, reason: finding.reason };
    app.store.events.insert({
      sessionId: run.sessionId,
      run: run.number,
      at: Date.now(),
      kind: 'measured',
      data,
    });
  });
}
