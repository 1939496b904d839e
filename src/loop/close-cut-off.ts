import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { noteCutOff } from './ideas/became.js';
import { noteRecovery } from './note-recovery.js';

/**
 * Close what was cut off in a session that nobody can put right, so that it can be ended. No file and no ref is touched.
 * Nobody alive may be at work in it.
 *
 * @param why it cannot be put right, as a sentence; it goes into the journal.
 */
export function closeCutOff(app: App, session: Session, why: string): Session {
  const { id, replay, abandoning: _, ...rest } = session;
  const { runs } = app.store;
  const closed = { id, ...rest, ...(replay === undefined || replay.state === 'running' ? {} : { replay }) };
  app.store.transaction(() => {
    for (const run of runs.running(id)) {
      const { displacedTree: __, displacedHead: ___, ...facts } = run;
      const finished: Run = { ...facts, state: 'finished', verdict: 'interrupted', finishedAt: Date.now() };
      runs.update(finished);
      noteCutOff(app, finished);
      noteRecovery(app, run, `was left as it stood, interrupted, and no file was put back: ${why}`);
    }
    const intended = runs.intended(id);
    if (intended !== undefined) {
      const { intention, ...facts } = intended;
      runs.update(facts);
      const what = intention?.outcome === 'kept' ? 'keep' : 'discard';
      noteRecovery(app, intended, `was left as it stood, its ${what} not finished: ${why}`);
    }
    app.store.sessions.update(closed);
    const data = { why };
    app.store.events.insert({ sessionId: id, at: Date.now(), kind: 'not recovered', data });
  });
  return closed;
}
