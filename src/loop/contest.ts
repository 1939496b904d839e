import type { Session } from '../store/session.js';
import { countLines } from '../workspace/line-count.js';
import type { App } from './app.js';
import type { RunTree } from './measuring.js';
import { workspaceOf } from './session-workspace.js';

/** Whom a candidate is compared with, and whether it is enough for it to be no worse. */
export interface Contest {
  readonly opponent: RunTree;
  readonly acceptsNoWorse: boolean;
}

/**
 * The incumbent; for a candidate that `accept: simpler` would let pass, the last incumbent that was kept as better: else
 * many small losses would add up to a large one.
 */
export async function contestOf(app: App, session: Session, tree: string): Promise<Contest> {
  const incumbent: RunTree = { tree: session.incumbentTree, run: session.incumbent };
  const acceptsNoWorse = session.config.accept === 'simpler' && (await removesLines(app, session, tree));
  return { opponent: acceptsNoWorse ? lastBetter(app, session, incumbent) : incumbent, acceptsNoWorse };
}

async function removesLines(app: App, session: Session, tree: string): Promise<boolean> {
  const { repository } = workspaceOf(app, session);
  const lines = await countLines(repository, session.incumbentTree, tree);
  return lines.removed > lines.added;
}

/** The last run that was kept as better, or the baseline. */
function lastBetter(app: App, session: Session, incumbent: RunTree): RunTree {
  const kept = app.store.runs.kept(session.id).filter((run) => run.verdict === 'better');
  const reference = app.store.runs.find(session.id, kept.at(-1)?.number ?? 0);
  return reference === undefined ? incumbent : { tree: reference.tree, run: reference.number };
}
