import stringWidth from 'string-width';
import { cutTo, endWithin } from './cut-to.js';
import type { Colours, Terminal } from './terminal.js';

export interface Column<Row> {
  readonly title: string;
  /** Text on one line. */
  readonly cell: (row: Row) => string;
  readonly alignsRight?: boolean;
  /** Takes the room that the others leave, and is cut there. Of one column at most. */
  readonly grows?: boolean;
  /** Where the others leave less than a few columns, this one is cut at its beginning. Of one column at most. */
  readonly shrinks?: boolean;
  /** Where there is too little room, the column with the highest number goes first. Absent: it stays. */
  readonly goes?: number;
  readonly paint?: (row: Row, colours: Colours) => (text: string) => string;
}

// For the column that grows: before another goes, and before one shrinks.
const leastRoom = 20;
const leastBeside = 8;
const gap = 2;

/** Rows in padded columns that are no wider than the terminal, below their titles. */
export function tableOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { width, colours }: Terminal,
): string[] {
  const laidOut = fitted(
    columns.map((column) => measured(column, rows)),
    width,
  );
  const line = (textOf: (column: Laid<Row>) => string) => laidOut.map(textOf).join(' '.repeat(gap)).trimEnd();
  return [
    colours.dim(line((laid) => padded(laid.column.title, laid))),
    ...rows.map((row, at) =>
      line((laid) => {
        const text = padded(laid.cells[at] ?? '', laid);
        return laid.column.paint?.(row, colours)(text) ?? text;
      }),
    ),
  ];
}

interface Laid<Row> {
  readonly column: Column<Row>;
  readonly cells: readonly string[];
  readonly width: number;
}

function measured<Row>(column: Column<Row>, rows: readonly Row[]): Laid<Row> {
  const cells = rows.map(column.cell);
  return { column, cells, width: Math.max(...[column.title, ...cells].map((text) => stringWidth(text))) };
}

/** As many of the columns as there is room for. */
function fitted<Row>(laid: readonly Laid<Row>[], width: number): readonly Laid<Row>[] {
  const others = laid.filter(({ column }) => column.grows !== true);
  const room = width - others.reduce((sum, each) => sum + each.width + gap, 0);
  const wanted = laid.find(({ column }) => column.grows)?.width ?? 0;
  const first = Math.max(...laid.map(({ column }) => column.goes ?? 0));
  if (room < Math.min(wanted, leastRoom) && first > 0)
    return fitted(
      laid.filter(({ column }) => column.goes !== first),
      width,
    );
  const lacking = Math.max(Math.min(wanted, leastBeside) - room, 0);
  return laid.map((each) => {
    if (each.column.grows) return { ...each, width: Math.min(wanted, room + lacking) };
    return each.column.shrinks ? { ...each, width: Math.max(each.width - lacking, 1) } : each;
  });
}

interface Place {
  readonly width: number;
  readonly column: { readonly alignsRight?: boolean; readonly shrinks?: boolean };
}

function padded(text: string, { column, width }: Place): string {
  const cut = column.shrinks ? endWithin(text, width) : cutTo(text, width);
  const spaces = ' '.repeat(width - stringWidth(cut));
  return column.alignsRight ? `${spaces}${cut}` : `${cut}${spaces}`;
}
