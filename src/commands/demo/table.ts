import type { Row } from './play.js';

interface Column {
  readonly title: string;
  readonly cell: (row: Row) => string;
  readonly alignsRight?: boolean;
}

const columns: readonly Column[] = [
  { title: 'run', cell: (row) => row.run?.toString() ?? '-', alignsRight: true },
  { title: 'tried', cell: (row) => row.tried },
  { title: 'verdict', cell: (row) => row.verdict },
  { title: 'ops/sec', cell: (row) => row.value?.toFixed(1) ?? '-', alignsRight: true },
  { title: 'change', cell: (row) => percent(row.changePercent), alignsRight: true },
  { title: 'outcome', cell: (row) => row.outcome || '-' },
  { title: 'commit', cell: (row) => row.commit?.slice(0, 7) ?? '-' },
];

const codes: Readonly<Record<string, number>> = { kept: 32, discarded: 2, refused: 33 };

/** The rows in padded columns, 92 characters at most; with colour, each in that of its outcome. */
export function tableOf(rows: readonly Row[], withColour: boolean): string {
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const titles = columns.map((column) => column.title);
  const widths = titles.map((title, at) =>
    Math.max(title.length, ...cells.map((row) => row[at]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => padded(cell, widths[at] ?? 0, columns[at]?.alignsRight ?? false))
      .join('  ')
      .trimEnd();
  const body = cells.map((row, at) =>
    withColour ? coloured(line(row), rows[at]?.outcome ?? '') : line(row),
  );
  return [line(titles), line(widths.map((width) => '-'.repeat(width))), ...body].join('\n');
}

function padded(cell: string, width: number, alignsRight: boolean): string {
  return alignsRight ? cell.padStart(width) : cell.padEnd(width);
}

/** Against the best code at that time; positive is better. */
function percent(value: number | undefined): string {
  if (value === undefined) return '-';
  return `${value > 0 ? '+' : ''}${value.toFixed(1)} %`;
}

function coloured(line: string, outcome: string): string {
  const code = codes[outcome];
  return code === undefined ? line : `\u001b[${code}m${line}\u001b[0m`;
}
