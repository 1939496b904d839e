import type { Run } from '../store/run.js';
import type { Session } from '../store/sessions.js';
import { improvementPercent } from '../verdict/improvement.js';
import { median } from '../verdict/median.js';
import { countLines } from '../workspace/line-count.js';
import type { App } from './app.js';
import type { Measuring } from './measure.js';
import type { Place } from './place.js';
import { minEffectOf } from './plan-words.js';
import { valuesOf } from './run-values.js';
import { workspaceOf } from './session-workspace.js';

/**
 * Whether `accept: simpler` lets a candidate be kept that is not better: its difference removes more lines than it
 * adds, and it is not worse by more than the smallest effect than the last incumbent that was kept as better. That one
 * is the measure, and not the incumbent, or many small losses would add up to a large one.
 */
export async function isSimpler(
  measuring: Measuring,
  place: Place,
  run: Run,
  value: number,
): Promise<boolean> {
  const { app, session } = measuring;
  if (session.config.accept !== 'simpler') return false;
  const lines = await countLines(workspaceOf(app, session).repository, session.incumbentTree, run.tree);
  if (lines.removed <= lines.added) return false;
  const reference = median(valuesOf(app, session, lastBetter(app, session), place.isolation));
  const percent = improvementPercent(reference, value, session.config.direction);
  return percent !== undefined && percent >= -minEffectOf(session);
}

/** The last run that was kept as better, or the baseline. */
function lastBetter(app: App, session: Session): number {
  const kept = app.store.runs.kept(session.id).filter((run) => run.verdict === 'better');
  return kept.at(-1)?.number ?? 0;
}
