import type { World } from './loop.js';
import type { Tally } from './tally.js';

/** One rule in one world. */
export interface Row {
  readonly world: World;
  readonly rule: string;
  readonly tally: Tally;
}

interface Column {
  readonly title: string;
  readonly width: number;
  readonly cell: (row: Row) => string;
}

const columns: readonly Column[] = [
  { title: 'noise', width: -21, cell: ({ world }) => world.noise.name },
  { title: 'candidates', width: -11, cell: ({ world }) => world.population.name },
  { title: 'rule', width: -13, cell: ({ rule }) => rule },
  { title: 'number', width: 7, cell: ({ tally }) => `${tally.candidates}` },
  { title: 'screened %', width: 10, cell: ({ tally }) => percent(tally.screened, tally) },
  { title: 'kept %', width: 7, cell: ({ tally }) => percent(tally.kept, tally) },
  { title: 'wrongly %', width: 9, cell: ({ tally }) => percent(tally.keptWrongly, tally) },
  { title: 'true total %', width: 12, cell: ({ tally }) => hundredths(tally.meanTrue) },
  { title: 'claimed %', width: 9, cell: ({ tally }) => hundredths(tally.meanClaimed) },
  { title: 'by steps %', width: 10, cell: ({ tally }) => hundredths(tally.meanSteps) },
  { title: 'pairs', width: 5, cell: ({ tally }) => tally.pairsPerCandidate.toFixed(1) },
  { title: 'samples', width: 7, cell: ({ tally }) => tally.samplesPerCandidate.toFixed(1) },
];

const legend = `Screened, kept, kept wrongly (being no better): of 100 candidates, which is one loop. Totals: mean improvement over a
loop; claimed as the rule would, and as its steps would one upon the other; with a gain in every candidate there is little left
to gain. Pairs and samples: mean for a candidate.
`;

/** The rows as text, a blank line between worlds. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row, at) => {
    const isNewWorld = row.world !== rows[at - 1]?.world;
    return `${isNewWorld ? '\n' : ''}${lineOf(columns.map(({ cell, width }) => pad(cell(row), width)))}`;
  });
  const head = lineOf(columns.map(({ title, width }) => pad(title, width)));
  return `\n${head}${lines.join('')}\n${legend}\n`;
}

function lineOf(cells: readonly string[]): string {
  return `${cells.join('  ').trimEnd()}\n`;
}

/** @param width negative to align left. */
function pad(text: string, width: number): string {
  return width < 0 ? text.padEnd(-width) : text.padStart(width);
}

/** Without the sign of what is rounded to nothing. */
function hundredths(value: number): string {
  return value.toFixed(2).replace(/^-(?=0\.00$)/, '');
}

function percent(count: number, { candidates }: Tally): string {
  return ((100 * count) / candidates).toFixed(3);
}
