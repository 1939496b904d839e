import type { Store } from '../../store/store.js';
import { goneDirectory, howToPutBack } from '../directory-gone.js';
import { type Diagnosis, problem } from './diagnosis.js';

/** Open sessions whose working directory was removed or moved. */
export async function diagnoseDirectories(store: Store): Promise<Diagnosis[]> {
  const found: Diagnosis[] = [];
  for (const session of store.sessions.allOpen()) {
    const gone = await goneDirectory(session);
    if (gone === undefined) continue;
    const what = `The working directory of ${session.id}, which has not ended, is gone: ${gone} does not exist.`;
    const back = await howToPutBack(session, gone);
    const todo = `${back} Or let an agent anywhere on this machine call end_session with session_id: "${session.id}".`;
    found.push(problem('sessions', what, todo));
  }
  return found;
}
