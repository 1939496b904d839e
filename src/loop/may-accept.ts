import { Refusal } from '../errors.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { runId } from './ids.js';
import { assertMayStart } from './may-run.js';
import { guardWorktree } from './worktree-guard.js';

/**
 * See that a run may be measured again at a person's word. Once against each incumbent: to draw until it is a lucky one
 * would be to choose.
 *
 * @throws Refusal `keep_refused`, or as assertMayStart; as guardWorktree where the directory may be needed for it.
 */
export async function assertMayAccept(app: App, session: Session, run: Run): Promise<void> {
  const why = whyNot(app, session, run);
  if (why !== undefined) throw new Refusal('keep_refused', why, 'There is nothing to be accepted.');
  assertMayStart(app, session, run);
  if (mayUseDirectory(session)) await guardWorktree(app, session);
}

/** Whether a run of the session may be measured in the user's own directory. */
export function mayUseDirectory({ isolation, config, armsProven }: Session): boolean {
  return isolation === 'in-place' || (config.isolation === 'auto' && !armsProven);
}

function whyNot(app: App, session: Session, run: Run): string | undefined {
  const id = runId(session.id, run.number);
  if (run.outcome === 'kept') return `Run ${id} was kept already.`;
  if (run.accepts !== undefined) {
    const first = runId(session.id, run.accepts);
    return `Run ${id} is ${first}, measured again because a person has accepted that: it is not measured a third time.`;
  }
  if (run.approval === undefined) return `Run ${id} needs nobody's word (${run.verdict ?? run.state}).`;
  const again = app.store.runs.acceptedAgain(session.id, run.tree, session.incumbent);
  if (again === undefined) return undefined;
  const as = runId(session.id, again.number);
  return again.verdict === undefined
    ? `Run ${id} is being measured again already, as ${as}.`
    : `Run ${id} was already measured again as ${as}: ${again.verdict}.`;
}
