import { Refusal } from '../errors.js';
import type { Run } from '../store/run.js';
import type { App } from './app.js';
import { cancelAbandoned } from './recover.js';
import { runById } from './session-lookup.js';

/**
 * End a run. It answers when every process is gone and everything is put back; a finished run is left as it is.
 *
 * @throws Refusal `unknown_run`; `run_in_progress` for a run that another server measures.
 */
export async function cancelRun(app: App, id: string): Promise<Run> {
  const { run } = runById(app, id);
  if (run.state === 'finished') return run;
  const job = app.jobs.find(id);
  if (job === undefined) {
    if (await cancelAbandoned(app, run)) return runById(app, id).run;
    throw new Refusal(
      'run_in_progress',
      `Run ${id} is being measured by another server (process ${run.ownerPid}).`,
      'Cancel it from the client that started it, or wait for it.',
      { run_id: id },
    );
  }
  job.stop('cancelled');
  await job.finished;
  return runById(app, id).run;
}
