import { Refusal } from '../errors.js';
import type { Session } from '../store/session.js';
import { type Head, headOf } from '../workspace/repository.js';
import type { App } from './app.js';
import { arrive, assertWayBack, goBack, isBackAt, placeWords } from './go-back.js';
import { withSession } from './lock.js';
import { savedOnTheWay } from './saved-on-the-way.js';
import { baseOf, workspaceOf } from './session-workspace.js';

/** Go on with going back where that was cut off. Where there is no way back any more, nothing else is touched. */
export async function finishGoingBack(app: App, id: string): Promise<void> {
  await withSession(app, id, async () => {
    const session = app.store.sessions.find(id);
    if (session?.abandoning === undefined) return;
    const head = await wayBack(app, session);
    const isLeft = typeof head === 'string';
    const found = isLeft || head === undefined ? [] : await goBack(app, session, head);
    const saved = await savedOnTheWay(app, session, found);
    arrive(app, session, 'recovered', { what: isLeft ? head : wentBack(session, saved), saved });
  });
}

function wentBack(session: Session, saved: readonly string[]): string {
  const where = saved.length === 0 ? '' : `; what stood in the working directory is in ${saved.join(', ')}`;
  return `went back to ${placeWords(baseOf(session))}: the command that abandoned it was cut off${where}`;
}

/** @returns HEAD; undefined where it is back already, which comes last; or why there is nothing more to be done. */
async function wayBack(app: App, session: Session): Promise<Head | string | undefined> {
  if (isBackAt(baseOf(session), await headOf(workspaceOf(app, session).repository))) return undefined;
  try {
    return await assertWayBack(app, session);
  } catch (error) {
    // Somebody who is in the middle of something will be done some time.
    if (!(error instanceof Refusal) || error.code === 'git_busy') throw error;
    return `was left where it stood when the command that abandoned it was cut off: ${error.message}`;
  }
}
