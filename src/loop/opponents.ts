import type { Run } from '../store/run.js';
import { countLines } from '../workspace/line-count.js';
import type { Opponents } from './draw-pair.js';
import type { Measuring, RunTree } from './measure.js';
import { workspaceOf } from './session-workspace.js';

/** Whom a candidate is compared with, and whether it is enough for it to be no worse. */
export interface Contest {
  readonly opponents: Opponents;
  readonly acceptsNoWorse: boolean;
}

/**
 * The incumbent; for a candidate that `accept: simpler` would let pass, the last incumbent that was kept as better: else
 * many small losses would add up to a large one.
 */
export async function contestOf(measuring: Measuring, run: Run): Promise<Contest> {
  const { session } = measuring;
  const candidate: RunTree = { tree: run.tree, run: run.number };
  const incumbent: RunTree = { tree: session.incumbentTree, run: session.incumbent };
  const acceptsNoWorse = session.config.accept === 'simpler' && (await removesLines(measuring, run));
  const opponents = { incumbent: acceptsNoWorse ? lastBetter(measuring, incumbent) : incumbent, candidate };
  return { opponents, acceptsNoWorse };
}

async function removesLines({ app, session }: Measuring, run: Run): Promise<boolean> {
  const { repository } = workspaceOf(app, session);
  const lines = await countLines(repository, session.incumbentTree, run.tree);
  return lines.removed > lines.added;
}

/** The last run that was kept as better, or the baseline. */
function lastBetter({ app, session }: Measuring, incumbent: RunTree): RunTree {
  const kept = app.store.runs.kept(session.id).filter((run) => run.verdict === 'better');
  const reference = app.store.runs.find(session.id, kept.at(-1)?.number ?? 0);
  return reference === undefined ? incumbent : { tree: reference.tree, run: reference.number };
}
