import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ExportFormat, exported } from '../../../src/loop/export/exported.js';
import { withoutImportedMark } from '../../../src/loop/imported.js';
import type { Run } from '../../../src/store/run.js';
import { verdicts } from '../../../src/verdict/verdict.js';
import { emptyApp, importText, saidOf } from '../../support/imported.js';
import { storedRun, storedSession } from '../../support/stored.js';

const piece = fc.oneof(
  fc.constantFrom(
    '\t',
    '\n',
    '\r\n',
    '\r',
    '"',
    "'",
    '=1+1',
    '+',
    '@SUM(A1)',
    '-',
    '\\',
    '\u2028',
    '🧪',
    '👩‍👩‍👧',
    ' ',
    '\u0007',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1000, max: 1000 }),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const anyRun = fc
  .record({
    verdict: fc.constantFrom(
      ...verdicts.filter((verdict) => verdict !== 'baseline' && verdict !== 'imported'),
    ),
    outcome: maybe(fc.constantFrom('kept' as const, 'discarded' as const)),
    value: maybe(finite),
    description: text,
    words: maybe(fc.record({ hypothesis: text, learned: text, next_focus: text }, { requiredKeys: [] })),
    memory: maybe(fc.double({ min: 0, max: 500, noNaN: true })),
    files: fc.array(fc.constantFrom('src/a.c', 'b', 'c d.js', 'tab\tname'), { maxLength: 3 }),
    commit: fc.stringMatching(/^[0-9a-f]{40}$/),
  })
  .map(
    ({ verdict, outcome, value, description, words, memory, files, commit }): Partial<Run> => ({
      verdict,
      description,
      files,
      candidateCommit: commit,
      ...(outcome === undefined ? {} : { outcome }),
      ...(outcome === 'kept' ? { keptCommit: commit } : {}),
      ...(value === undefined ? {} : { value }),
      ...(outcome === undefined
        ? {}
        : { log: { status: outcome === 'kept' ? 'keep' : 'discard', description, ...words } }),
      result: {
        reason: `Because of ${description}`,
        metric: { name: 'ms', direction: 'lower', improvement_percent: 3 },
        metrics: memory === undefined ? [] : [{ name: 'memory_gb', candidate: memory }],
        checks: { state: 'not_run' },
        output_tail: '',
        elapsed_seconds: 1,
        notes: [],
      },
    }),
  );

/** Runs as they are imported, with what a format may leave out of a time. */
function rowsOf(app: ReturnType<typeof emptyApp>, id: string, format: ExportFormat) {
  return app.store.runs.all(id).map((run) => ({ ...saidOf(run), at: format === 'tsv' ? 0 : run.startedAt }));
}

function bare(words: string): string {
  return words.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]/gu, '');
}

/** Whether a format has a word for it: in JSON lines, nothing is kept without a number. */
function isTold({ verdict = 'interrupted', outcome, value }: Run, format: ExportFormat): boolean {
  if (format === 'json') return true;
  if (verdict === 'cancelled' || verdict === 'interrupted') return false;
  if (format === 'jsonl' && outcome === 'kept' && value === undefined) return false;
  return outcome !== undefined || verdict === 'baseline';
}

/** What is read back of a run's value: nothing of a crash. */
function claimedIn(format: ExportFormat, value: number | undefined, status: string | undefined) {
  return format !== 'json' && status === 'crash' ? undefined : value;
}

/** A table or a log without what marks its runs as imported, and without what only the server that measured them knows. */
function unmarked(exportedText: string, format: ExportFormat): unknown[] {
  const lines = exportedText.split('\n');
  if (format === 'tsv') return lines.map((line) => withoutImportedMark(line).trim());
  return lines.filter(Boolean).map((line) => ({ ...JSON.parse(line), asi: undefined }));
}

test.each(['tsv', 'jsonl', 'json'] as const)(
  'what is exported as %s is read back, and exported and read back once more it is the same rows',
  async (format) => {
    const app = emptyApp();
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyRun, { maxLength: 12 }), async (own) => {
        const session = { ...storedSession, id: `session-${count++}` };
        const all = [{ verdict: 'baseline', value: 100 } as const, ...own].map(
          (run, number): Run => ({
            ...storedRun,
            state: 'finished',
            startedAt: 1000 + number,
            loggedAt: 2000 + number,
            ...run,
            sessionId: session.id,
            number,
          }),
        );
        app.store.transaction(() => {
          app.store.sessions.insert(session);
          for (const run of all) app.store.runs.insert(run);
        });
        const { sessions } = await importText(app, 'file', await exported(app, session, format), 'lower');
        const [once] = sessions;
        if (once === undefined) throw new Error('There is no session.');
        const rows = rowsOf(app, once.id, format);
        const again = await importText(app, 'file', await exported(app, once, format), 'lower');
        expect(rowsOf(app, again.sessions[0]?.id ?? '', format)).toEqual(rows);
        expect(again.sessions[0]?.config).toEqual(once.config);
        // What was measured elsewhere is told as it would be there.
        for (const other of format === 'json' ? (['tsv', 'jsonl'] as const) : [])
          expect(unmarked(await exported(app, once, other), other)).toEqual(
            unmarked(await exported(app, session, other), other),
          );

        const told = all.filter((run) => isTold(run, format));
        const shape = (words: string) => (format === 'json' ? words : bare(words));
        expect(rows.map(({ log }) => shape(log?.description ?? ''))).toEqual(
          told.map(({ description }) => shape(description)),
        );
        for (const [at, { imported, measured }] of rows.entries()) {
          expect(measured).toEqual({ value: undefined, verdict: 'imported', name: 'ms', direction: 'lower' });
          const source = told[at]?.value;
          const claimed = claimedIn(format, source, imported?.status);
          expect(imported?.metric).toEqual(claimed === undefined ? undefined : claimed + 0);
        }
      }),
      { seed: 20_261_124, numRuns: 30 },
    );
  },
);
