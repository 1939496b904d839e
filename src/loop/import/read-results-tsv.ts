import { withoutImportedMark } from '../imported.js';
import type { ImportedContent, ImportedRun } from './imported-content.js';
import { type Line, linesOf } from './lines.js';
import { malformed, quoted, unreadable } from './malformed.js';
import { metricOf, outcomeOf } from './status-outcome.js';

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const noNumber = /^(?:|-|n\/?a|nan|none|null|[+-]?inf(?:inity)?)$/i;

/**
 * Read a results.tsv as karpathy/autoresearch has it written: a line of names (`commit`, the metric, others, `status`,
 * `description`) and one line a run. The metric stands after the commit. Which way it is better is not said there.
 *
 * @throws Refusal `invalid_config` that names the first malformed line.
 */
export function readResultsTsv(text: string): ImportedContent {
  const [header, ...rows] = Array.from(linesOf(text), cellsOf);
  if (header === undefined) throw unreadable('The file is empty.');
  const columns = columnsOf(header);
  if (rows.length === 0) throw unreadable('There is no run in the file.');
  const runs = rows.map((row) => readRow(header, columns, row));
  return {
    format: 'tsv',
    sessions: [{ metricName: header.cells[columns.metric] ?? '', runs }],
    passedOver: 0,
  };
}

function cellsOf({ text, line }: Line): Row {
  return { cells: text.split('\t').map((cell) => cell.trim()), line };
}

interface Row {
  readonly cells: readonly string[];
  /** Counted from 1. */
  readonly line: number;
}

/** Places of the columns that every file has. A metric may be called what one of the others is. */
interface Columns {
  readonly commit: number;
  readonly metric: number;
  readonly status: number;
  readonly description: number;
}

function columnsOf({ cells: names, line }: Row): Columns {
  const commit = names.indexOf('commit');
  const [metric, status, description] = [
    commit + 1,
    names.lastIndexOf('status'),
    names.lastIndexOf('description'),
  ];
  for (const [name, at] of Object.entries({ commit, status, description })) {
    if (at === -1) throw malformed(line, `names no column ${quoted(name)}`);
  }
  if (metric === status || metric === description || !names[metric])
    throw malformed(line, 'names no metric after "commit"');
  return { commit, metric, status, description };
}

function readRow(header: Row, columns: Columns, { cells, line }: Row): ImportedRun {
  const names = header.cells;
  if (cells.length !== names.length)
    throw malformed(line, `has ${cells.length} columns, where line ${header.line} names ${names.length}`);
  const cell = (name: keyof Columns) => cells[columns[name]] ?? '';
  const [status, commit, value] = [cell('status'), cell('commit'), cell('metric')];
  if (status === '') throw malformed(line, 'has no status');
  const metric = numberIn(value);
  if (metric === undefined && !noNumber.test(value))
    throw malformed(
      line,
      `has ${quoted(value)} for ${quoted(names[columns.metric] ?? '')}, which is no number`,
    );
  return {
    claim: {
      status,
      ...metricOf(status, metric),
      ...(commit === '' ? {} : { commit }),
      ...furtherCells(names, columns, cells),
    },
    description: withoutImportedMark(cell('description')),
    ...outcomeOf(status),
  };
}

/** Undefined for what is none, or too large to be stored. */
function numberIn(cell: string): number | undefined {
  const value = number.test(cell) ? Number(cell) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** What the other columns say: numbers are metrics. Memory of 0 was not measured. */
function furtherCells(names: readonly string[], columns: Columns, cells: readonly string[]) {
  const known = Object.values(columns);
  const others = cells.flatMap((cell, at) =>
    known.includes(at) || cell === '' ? [] : [[names[at] ?? '', cell] as const],
  );
  const metrics = others.flatMap(([name, cell]) => {
    const value = numberIn(cell);
    return value === undefined ? [] : [[name, value] as const];
  });
  const measured = metrics.filter(([name, value]) => name !== 'memory_gb' || value !== 0);
  const fields = others.filter(([, cell]) => numberIn(cell) === undefined);
  return {
    ...(measured.length === 0 ? {} : { metrics: Object.fromEntries(measured) }),
    ...(fields.length === 0 ? {} : { fields: Object.fromEntries(fields) }),
  };
}
