/** How far a job is: work done and left, never an interim estimate of the metric. */
export interface Progress {
  readonly done: number;
  readonly total?: number;
  readonly message: string;
}

/** Why a job is ended from outside; it becomes the run's verdict. */
export type StopReason = 'cancelled' | 'interrupted';

export interface JobControl {
  /** Says that the verdict is stored: whoever waits for the run need not wait for the rest. */
  readonly finish: () => void;
  /** Aborted with a {@link StopReason}. */
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
}

export interface Job {
  /** Settles when the verdict is stored and everything of the user's is put back; never rejects. */
  readonly finished: Promise<void>;
  /** Settles when the arms are clean, too, and the next run may start; never rejects. */
  readonly done: Promise<void>;
  readonly isFinished: () => boolean;
  readonly progress: () => Progress;
  readonly stop: (reason: StopReason) => void;
}

/**
 * The runs that this process is measuring. A job belongs to the process, not to the request that started it: a
 * client that goes away ends its waiting and nothing else.
 */
export function createJobs() {
  const jobs = new Map<string, Job>();
  const ending = new AbortController();

  function start(runId: string, work: (control: JobControl) => Promise<void>): Job {
    const controller = new AbortController();
    if (ending.signal.aborted) controller.abort('interrupted' satisfies StopReason);
    let progress: Progress = { done: 0, message: 'starting' };
    let isFinished = false;
    let tell: () => void = () => undefined;
    const told = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const control: JobControl = {
      signal: controller.signal,
      report: (next) => {
        progress = next;
      },
      finish: () => {
        isFinished = true;
        tell();
      },
    };
    // A job whose end could not even be stored is one that nobody measures any more: recovery finds it.
    const done = work(control)
      .catch(() => undefined)
      .finally(() => jobs.delete(runId));
    const job: Job = {
      done,
      finished: Promise.race([told, done]),
      isFinished: () => isFinished,
      progress: () => progress,
      stop: (reason) => controller.abort(reason),
    };
    jobs.set(runId, job);
    return job;
  }

  return {
    start,
    find: (runId: string): Job | undefined => jobs.get(runId),
    /** Those that have not finished. */
    running: (): { readonly id: string; readonly progress: Progress }[] =>
      [...jobs].flatMap(([id, job]) => (job.isFinished() ? [] : [{ id, progress: job.progress() }])),
    /** Settles when no finished job is cleaning up any more. */
    tidied: async (): Promise<void> => {
      const tidying = [...jobs.values()].filter((job) => job.isFinished());
      await Promise.all(tidying.map((job) => job.done));
    },
    /** Aborted when all jobs are ended: none is to be begun any more. */
    ending: ending.signal,
    /** End all jobs and wait until each has put everything back: also one that a call has begun in the meantime. */
    stopAll: async (reason: StopReason): Promise<void> => {
      ending.abort();
      while (jobs.size > 0) {
        const running = [...jobs.values()];
        for (const job of running) job.stop(reason);
        await Promise.all(running.map((job) => job.done));
      }
    },
  };
}

export type Jobs = ReturnType<typeof createJobs>;
