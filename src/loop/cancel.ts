import { Refusal } from '../errors.js';
import type { Run } from '../store/run.js';
import type { App } from './app.js';
import { cancelAbandoned } from './recover.js';
import { runById } from './session-lookup.js';

/**
 * End a run. It answers when every process is gone and everything is put back; a finished run is left as it is.
 *
 * @throws Refusal `unknown_run`; `run_in_progress` for a run that another process measures: the server of another client, or
 *   `accept` in a terminal.
 */
export async function cancelRun(app: App, id: string): Promise<Run> {
  const { run } = runById(app, id);
  if (run.state === 'finished') return run;
  const job = app.jobs.find(id);
  if (job === undefined) {
    if (await cancelAbandoned(app, run)) return runById(app, id).run;
    throw new Refusal(
      'run_in_progress',
      `Run ${id} is being measured by another process (${run.ownerPid}): another server, or autoresearch-mcp accept in a terminal.`,
      'Wait for it with run_experiment and its run_id. Only a client of that server, or a person with Ctrl-C in that terminal, can cancel it.',
      { run_id: id },
    );
  }
  job.stop('cancelled');
  await job.finished;
  return runById(app, id).run;
}
