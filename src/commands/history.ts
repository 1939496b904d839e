import { Refusal } from '../errors.js';
import type { App } from '../loop/app.js';
import { type FoundRuns, queryRuns } from '../loop/query-runs.js';
import type { Outcome } from '../store/run.js';
import type { Verdict } from '../verdict/verdict.js';
import { jsonText } from './json-text.js';
import { momentWords } from './number-words.js';
import { oneLine } from './one-line.js';
import { meantSession, printRead, type SessionOptions } from './reading.js';
import { runColumns } from './run-columns.js';
import { type Column, tableOf } from './table.js';
import { terminal } from './terminal.js';

export interface HistoryOptions extends SessionOptions {
  /** Of all sessions and repositories. */
  readonly all?: boolean;
  readonly query?: string;
  readonly verdict?: Verdict;
  readonly outcome?: Outcome;
  readonly limit: number;
  readonly json?: boolean;
  readonly tsv?: boolean;
}

/** The runs of a session, or of all, newest first; with a query, the best match first. */
export function history(options: HistoryOptions): Promise<void> {
  return printRead(async (app) => {
    const found = await asked(app, options);
    if (options.json) return jsonText(found.runs);
    if (options.tsv) return tsvOf(found.runs);
    return textOf(found, options);
  });
}

async function asked(app: App, options: HistoryOptions): Promise<FoundRuns> {
  const { all, query, verdict, outcome, limit } = options;
  const session = all ? undefined : await meantSession(app, options);
  return queryRuns(app, { query, verdict, outcome, limit, session_id: session?.id });
}

type FoundRun = FoundRuns['runs'][number];

const columns: readonly Column<FoundRun>[] = [
  ...runColumns.slice(0, -1),
  { title: 'when', cell: ({ at }) => momentWords(Date.parse(at)), goes: 4 },
  ...runColumns.slice(-1),
];
const number: Column<FoundRun> = { title: 'run', cell: ({ run }) => String(run), alignsRight: true };
const id: Column<FoundRun> = { title: 'run', cell: ({ run_id }) => run_id, shrinks: true };

function textOf({ runs, next_cursor }: FoundRuns, { all, limit }: HistoryOptions): string {
  if (runs.length === 0) throw new Refusal('unknown_run', 'No run is like that.', 'Ask for less.');
  const lines = tableOf([all ? id : number, ...columns], runs, terminal());
  const more =
    next_cursor === undefined ? [] : ['', `There are more: a higher --limit than ${limit} shows them.`];
  return `${[...lines, ...more].join('\n')}\n`;
}

const fields = [
  'run_id',
  'at',
  'verdict',
  'evidence',
  'outcome',
  'metric_name',
  'value',
  'claimed_value',
  'improvement_percent',
  'commit',
  'description',
  'learned',
  'session_id',
  'directory',
] as const;

/** A line each, and nothing in a field that would begin another. */
function tsvOf(runs: readonly FoundRun[]): string {
  const lines = runs.map((run) => fields.map((name) => oneLine(String(run[name] ?? ''))));
  return [fields, ...lines].map((line) => `${line.join('\t')}\n`).join('');
}
