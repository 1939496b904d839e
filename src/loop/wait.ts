import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '../store/run.js';
import type { App } from './app.js';
import { runId } from './ids.js';
import type { Progress } from './jobs.js';
import { recoverRun } from './recover.js';

const pollMilliseconds = 250;
const progressMilliseconds = 2_000;

export interface Waiting {
  readonly seconds: number;
  /** Ends the waiting, never the run. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Wait until a run is finished, or the time is over. The run goes on either way.
 *
 * @returns the run as it is then.
 */
export async function waitForRun(app: App, run: Run, waiting: Waiting): Promise<Run> {
  const id = runId(run.sessionId, run.number);
  const deadline = Date.now() + waiting.seconds * 1000;
  const tell = () =>
    waiting.onProgress(app.jobs.find(id)?.progress() ?? { done: 0, message: 'measured by another server' });
  const teller = setInterval(tell, progressMilliseconds);
  const over = new AbortController();
  const signal = AbortSignal.any([waiting.signal, over.signal]);
  tell();
  try {
    for (;;) {
      const job = app.jobs.find(id);
      if (job === undefined) await recoverRun(app, run);
      const latest = app.store.runs.find(run.sessionId, run.number) ?? run;
      const left = deadline - Date.now();
      if (latest.state === 'finished' || left <= 0 || waiting.signal.aborted) return latest;
      await Promise.race([
        ...(job === undefined ? [] : [job.finished]),
        pause(job === undefined ? Math.min(left, pollMilliseconds) : left, signal),
      ]);
    }
  } finally {
    clearInterval(teller);
    over.abort();
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}
