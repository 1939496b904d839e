import type { Session } from '../../store/session.js';
import type { App } from '../app.js';
import { withImportedMark } from '../imported.js';
import { oneLine, type SettledRun, settledRuns, settledValue } from './settled-runs.js';

const shortCommit = 7;
const megabytesInGigabyte = 1024;

/**
 * A session as the results.tsv of karpathy/autoresearch: a header and one line a run, with commit, metric, memory in GB,
 * status (`keep`, `discard` or `crash`) and description. As that format wants it, a crash has the value 0, and so has
 * memory that no metric tells (`memory_gb`, or `peak_vram_mb`). A value that is not known is `NaN`. An imported run says so in its description.
 */
export function resultsTsv(app: App, session: Session): string {
  const header = ['commit', oneLine(session.config.metric_name), 'memory_gb', 'status', 'description'];
  const rows = settledRuns(app, session).map(rowOf);
  return [header, ...rows].map((cells) => `${cells.join('\t')}\n`).join('');
}

function rowOf(settled: SettledRun): string[] {
  const { run, status, commit, description } = settled;
  const isCrash = status === 'crash';
  return [
    commit.slice(0, shortCommit),
    isCrash ? '0.000000' : String(settledValue(settled) ?? Number.NaN),
    isCrash ? '0.0' : memoryOf(settled).toFixed(1),
    status === 'checks_failed' ? 'discard' : status,
    run.imported === undefined ? description : withImportedMark(description),
  ];
}

/** In GB; 0 where nobody has measured it. */
function memoryOf({ metrics }: SettledRun): number {
  const { memory_gb, peak_vram_mb } = metrics;
  return memory_gb ?? (peak_vram_mb ?? 0) / megabytesInGigabyte;
}
