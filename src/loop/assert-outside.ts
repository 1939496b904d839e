import type { Session } from '../store/session.js';
import { displayPath } from '../workspace/path-bytes.js';
import type { App } from './app.js';
import { changedOutside } from './outside-seals.js';
import { changedUnseen } from './place-seals.js';
import { refuseOutOfScope } from './refuse-out-of-scope.js';

/**
 * See that what a session is judged with, as far as no snapshot shows it, is what it was at its start, before anything
 * runs.
 *
 * @throws Refusal `out_of_scope`
 */
export async function assertOutside(app: App, session: Session): Promise<void> {
  const found = [...(await changedOutside(app, session)), ...(await changedUnseen(app, session))];
  if (found.length === 0) return;
  throw refuseOutOfScope(
    app,
    session,
    found.map((path) => ({ path: displayPath(path), rule: 'pinned' })),
    (names) => `These files judge, and are not what they were when the session began: ${names}.`,
    'Put them back as they were. If they were changed on purpose, call init_experiment with restart: true to start from what is there now.',
  );
}
