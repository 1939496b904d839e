import { readLogTail } from '../bench/read-log.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { type TextDiff, textDiff } from '../workspace/text-diff.js';
import type { App } from './app.js';
import { importedWords } from './imported.js';
import { workspaceOf } from './session-workspace.js';
import { bytesCleaned, shownDiff } from './shown-diff.js';

export const detailKinds = ['diff', 'output', 'samples'] as const;
export type DetailKind = (typeof detailKinds)[number];

export interface RunDetails {
  readonly diff?: string;
  readonly output?: string;
  readonly samples?: readonly Readonly<Record<string, unknown>>[];
  /** What was left out of them, in words. */
  readonly notes: readonly string[];
}

// Of texts an agent is to be sent about 2,000 in a result, and there are others beside these.
const textTokens = 800;
const maxSamples = 40;

/**
 * The bulky parts of a run, each only when asked for, and bounded together.
 *
 * @param tokens of the texts among them.
 */
export async function detailsOf(
  app: App,
  session: Session,
  run: Run,
  kinds: readonly DetailKind[],
  tokens = textTokens,
): Promise<RunDetails> {
  if (run.imported !== undefined)
    return { notes: kinds.map((kind) => `There is no ${kind}: ${importedWords}.`) };
  const incumbent = app.store.runs.find(session.id, run.incumbent);
  // Whoever sees values while a run goes on would cancel the unlucky.
  const isOver = run.state === 'finished';
  const wantsDiff = kinds.includes('diff') && incumbent !== undefined;
  const wantsOutput = kinds.includes('output') && isOver;
  const maxTokens = wantsDiff && wantsOutput ? tokens / 2 : tokens;
  const samples = kinds.includes('samples') && isOver ? samplesOf(app, session, run) : [];
  return {
    ...(wantsDiff ? { diff: shownDiff(await diffOf(app, session, incumbent, run), maxTokens) } : {}),
    ...(wantsOutput ? { output: await readLogTail(run.logPath, maxTokens) } : {}),
    ...(kinds.includes('samples') && isOver ? { samples: samples.slice(-maxSamples) } : {}),
    notes: samples.length > maxSamples ? [`samples has the last ${maxSamples} of ${samples.length}.`] : [],
  };
}

function diffOf(app: App, session: Session, incumbent: Run, run: Run): Promise<TextDiff> {
  return textDiff(workspaceOf(app, session).repository, incumbent.tree, run.tree, bytesCleaned);
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
