import type { Overview } from '../loop/overview.js';
import type { RunSummary } from '../loop/report.js';
import { type Field, fieldLines, wrappedTo } from './fields.js';
import { oneLine } from './one-line.js';
import { runColumns } from './run-columns.js';
import { measuredOf, notesOf, nowOf } from './status-fields.js';
import { type Column, tableOf } from './table.js';
import type { Terminal } from './terminal.js';

const runsShown = 5;
const goalLines = 2;

/** Where a session stands, in lines that fit a screen of the usual height, and leave one for the next prompt. */
export function statusScreen(overview: Overview, terminal: Terminal, now: number): string[] {
  const { session, status } = overview;
  const { colours, width, height } = terminal;
  const state = session.state === 'active' ? (session.steering?.state ?? session.state) : session.state;
  const { goal } = session.config;
  const recent = status.recent_runs.filter(({ verdict }) => verdict !== undefined).slice(0, runsShown);
  const above = [
    `${colours.bold(session.id)}  ${state === 'active' ? colours.green(state) : colours.yellow(state)}`,
    ...(goal === undefined ? [] : wrappedTo(oneLine(goal), width, goalLines)),
    '',
    ...fieldLines([...measuredOf(overview), ...nowOf(overview, now)], terminal),
  ];
  const below = recent.length === 0 ? [] : ['', ...tableOf(columns, recent, terminal)];
  const room = height - 1 - above.length - below.length;
  return [...above, ...noteLines(notesOf(overview), terminal, room), ...below];
}

/** As much of each note as there is room for, but at least a line of it. */
function noteLines(notes: readonly Field[], terminal: Terminal, room: number): string[] {
  let lines = fieldLines(notes, terminal);
  for (let most = Math.max(room, 1); lines.length > room && most > 0; most--)
    lines = fieldLines(notes, terminal, most);
  return lines;
}

const columns: readonly Column<RunSummary>[] = [
  { title: 'run', cell: ({ run }) => String(run), alignsRight: true },
  ...runColumns,
];
