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
  const find = () => app.store.runs.find(run.sessionId, run.number) ?? run;
  const isFinished = async () => {
    if (app.jobs.find(id) === undefined) await recoverRun(app, run);
    return find().state === 'finished';
  };
  await waitUntil(app, id, isFinished, waiting);
  return find();
}

/**
 * Wait for what a job of this process or of another one brings about.
 *
 * @param jobId the job, which may be nobody's or somebody else's.
 * @param isOver asked now, when the job has finished, and now and then while there is none here.
 */
export async function waitUntil(
  app: App,
  jobId: string,
  isOver: () => boolean | Promise<boolean>,
  waiting: Waiting,
): Promise<void> {
  const deadline = Date.now() + waiting.seconds * 1000;
  const tell = () =>
    waiting.onProgress(
      app.jobs.find(jobId)?.progress() ?? {
        done: 0,
        message: 'measured by another process, or waiting for its turn',
      },
    );
  const teller = setInterval(tell, progressMilliseconds);
  const over = new AbortController();
  const signal = AbortSignal.any([waiting.signal, over.signal]);
  tell();
  try {
    for (;;) {
      if (await isOver()) return;
      const job = app.jobs.find(jobId);
      const left = deadline - Date.now();
      if (left <= 0 || waiting.signal.aborted) return;
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
