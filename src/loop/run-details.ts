import { cleanOutput } from '../bench/output-tail.js';
import { readLogTail } from '../bench/read-log.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/sessions.js';
import { textDiff } from '../workspace/text-diff.js';
import type { App } from './app.js';
import { workspaceOf } from './session-workspace.js';

export const detailKinds = ['diff', 'output', 'samples'] as const;
export type DetailKind = (typeof detailKinds)[number];

export interface RunDetails {
  readonly diff?: string;
  readonly output?: string;
  readonly samples?: readonly Readonly<Record<string, unknown>>[];
}

/** The bulky parts of a run, each only when asked for, and each bounded. */
export async function detailsOf(
  app: App,
  session: Session,
  run: Run,
  kinds: readonly DetailKind[],
): Promise<RunDetails> {
  const incumbent = app.store.runs.find(session.id, run.incumbent);
  // Whoever sees values while a run goes on would cancel the unlucky.
  const isOver = run.state === 'finished';
  return {
    ...(kinds.includes('diff') && incumbent !== undefined
      ? { diff: cleanOutput(await textDiff(workspaceOf(app, session).repository, incumbent.tree, run.tree)) }
      : {}),
    ...(isOver && kinds.includes('output') ? { output: await readLogTail(run.logPath) } : {}),
    ...(isOver && kinds.includes('samples') ? { samples: samplesOf(app, session, run) } : {}),
  };
}

function samplesOf(app: App, session: Session, run: Run): Record<string, unknown>[] {
  return app.store.samples.ofSeries(session.id, run.series).map((sample) => ({
    purpose: sample.purpose,
    ...(sample.pair === undefined ? {} : { pair: sample.pair }),
    side: sample.side,
    status: sample.status,
    ...(sample.value === undefined ? {} : { value: sample.value }),
    seconds: Math.round(sample.seconds * 1000) / 1000,
    seed: sample.seed,
  }));
}
