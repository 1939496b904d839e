import type { Refusal } from '../errors.js';
import { databaseTrouble } from '../store/database-trouble.js';
import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { explainFailure } from './explain-failure.js';
import { assertNoneLeftOut } from './left-out-since.js';
import { recoverSession } from './recover.js';
import { guardWorktree } from './worktree-guard.js';

/** A session as it stands, and what `run_experiment` would be refused for. */
export interface LookedIn {
  readonly session: Session;
  readonly hindrance?: Refusal;
}

/**
 * Put a session right if its server was killed, and look whether its repository is where it left it. Whatever is in the way
 * of that is told, not thrown.
 */
export async function lookIn(app: App, session: Session): Promise<LookedIn> {
  try {
    const recovered = await recoverSession(app, session);
    if (recovered.state === 'active') {
      await guardWorktree(app, recovered);
      await assertNoneLeftOut(app, recovered);
    }
    return { session: recovered };
  } catch (error) {
    const hindrance = databaseTrouble(error) === undefined ? explainFailure(error) : undefined;
    if (hindrance === undefined) throw error;
    return { session: app.store.sessions.find(session.id) ?? session, hindrance };
  }
}
