import fc from 'fast-check';
import pc from 'picocolors';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { fieldLines } from '../../src/commands/fields.js';
import { oneLine } from '../../src/commands/one-line.js';
import { runColumns } from '../../src/commands/run-columns.js';
import { tableOf } from '../../src/commands/table.js';
import { oddTexts } from '../support/odd-texts.js';

const plain = pc.createColors(false);
const ofWidth = (width: number, colours = plain) => ({ width, height: 24, colours });
const run = {
  run_id: 'a.1',
  run: 1,
  verdict: 'not_better',
  outcome: 'discarded',
  value: 95,
  improvement_percent: -5,
};
const columns = [
  { title: 'run', cell: ({ run_id }: { run_id: string }) => run_id, shrinks: true },
  ...runColumns,
];
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(...Object.keys(oddTexts)).map((name) => (oddTexts[name] ?? '').slice(0, 1000)),
);

test('columns stand where their titles stand, numbers to the right, and the last takes the room that is left', () => {
  const rows = [
    { ...run, description: '日本語のテキストを速く読む 👍🇩🇪, with more words than there is room for' },
    {
      ...run,
      run_id: 'a.10',
      value: 1234.5,
      improvement_percent: 12.345,
      outcome: 'kept',
      description: 'e\u0301t\u0301',
    },
  ];
  expect(tableOf(columns, rows, ofWidth(80))).toEqual([
    'run   verdict     outcome     value      gain  what was tried',
    'a.1   not_better  discarded      95   −5.00 %  日本語のテキストを速く読む 👍🇩🇪,…',
    'a.10  not_better  kept       1234.5  +12.35 %  e\u0301t\u0301',
  ]);
});

test('where there is too little room, columns are left out in their order, and an id stays whole as long as it can', () => {
  const row = {
    ...run,
    run_id: `${'x'.repeat(32)}-k3f9.1000`,
    verdict: 'constraint_violated',
    description: 'y'.repeat(99),
  };
  const [titles, line] = tableOf(columns, [row], ofWidth(80));
  expect(titles?.split(/ {2,}/)).toEqual(['run', 'gain', 'what was tried']);
  expect(line).toContain(row.run_id);
  expect(stringWidth(line ?? '')).toBe(80);
  const narrow = tableOf(columns, [{ ...row, improvement_percent: 1.5e20 }], ofWidth(40));
  expect(narrow).toEqual([
    'run                       gain  what wa…',
    '…xxxxxx-k3f9.1000  +1.50e+20 %  yyyyyyy…',
  ]);
  const wide = tableOf(columns, [row], ofWidth(120));
  expect(wide[0]?.split(/ {2,}/)).toEqual(['run', 'verdict', 'outcome', 'value', 'gain', 'what was tried']);
});

test('whatever is stored, no line is wider than the terminal, and none holds what a terminal would obey', () => {
  fc.assert(
    fc.property(
      fc.array(anyText, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 40, max: 130 }),
      fc.stringMatching(/^[a-z-]{1,32}-k3f9\.[0-9]{1,4}$/),
      fc.double({ noNaN: true }),
      (texts, width, run_id, improvement_percent) => {
        for (const colours of [plain, pc.createColors(true)]) {
          const rows = texts.map((description) => ({ ...run, run_id, improvement_percent, description }));
          const fields = texts.map((text) => ['label', oneLine(text)] as const);
          const table = tableOf(columns, rows, ofWidth(width, colours));
          expect(table).toHaveLength(texts.length + 1);
          for (const line of [...table, ...fieldLines(fields, ofWidth(width, colours))]) {
            expect(stringWidth(line)).toBeLessThanOrEqual(width);
            // biome-ignore lint/suspicious/noControlCharactersInRegex: those of colours are ours
            expect(line.replace(/\u001b\[\d+m/g, '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
          }
        }
      },
    ),
    { seed: 6, numRuns: 100 },
  );
});
