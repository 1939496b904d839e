import { Refusal } from '../errors.js';
import type { Replay, Session } from '../store/session.js';
import { removeArms } from '../workspace/arms.js';
import type { App } from './app.js';
import { isWorkedOn } from './at-work.js';
import { closeCutOff } from './close-cut-off.js';
import { endSession } from './end-session.js';
import { runId } from './ids.js';
import { withSession } from './lock.js';
import { workspaceOf } from './session-workspace.js';

/**
 * End a session whose working directory is gone. Nothing is measured and no file is touched; a run that waits to be logged
 * stays as it is, under its ref.
 *
 * @param gone the directory that is not there.
 * @throws Refusal `run_in_progress` where somebody alive is measuring.
 */
export function endWithoutDirectory(
  app: App,
  id: string,
  gone: string,
  summary: string | undefined,
): Promise<void> {
  return withSession(app, id, async () => {
    const session = app.store.sessions.find(id);
    if (session === undefined || session.state === 'ended') return;
    if (isWorkedOn(app, session)) throw measuring(app, session);
    const why = `${gone} does not exist any more`;
    const closed = closeCutOff(app, session, why);
    endSession(
      app,
      closed.incumbent === 0 ? closed : { ...closed, replay: none(app, closed, why) },
      'end_session',
      summary,
    );
    await removeArms(workspaceOf(app, session).arms);
  });
}

/** Why the final code was not measured against the baseline. */
function none(app: App, { incumbent }: Session, reason: string): Replay {
  return { run: incumbent, state: 'failed', owner: app.owner, startedAt: Date.now(), reason };
}

function measuring(app: App, { id }: Session): Refusal {
  const [run] = app.store.runs.running(id);
  if (run === undefined)
    return new Refusal('run_in_progress', `The end of ${id} is being measured.`, 'Call again in a while.');
  const name = runId(id, run.number);
  const hint = `Call cancel_run with run_id: "${name}", then call again.`;
  return new Refusal('run_in_progress', `Run ${name} is still being measured.`, hint, { run_id: name });
}
