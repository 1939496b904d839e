import { Refusal } from '../errors.js';
import { listIdeas } from '../loop/ideas/list-ideas.js';
import type { ShownIdea } from '../loop/ideas/shown-idea.js';
import type { IdeaState } from '../store/ideas.js';
import { jsonText } from './json-text.js';
import { gainWords } from './number-words.js';
import { oneLine } from './one-line.js';
import { meantSession, printRead, type SessionOptions } from './reading.js';
import { type Column, tableOf } from './table.js';
import { type Colours, terminal } from './terminal.js';

export interface IdeasOptions extends SessionOptions {
  readonly state?: IdeaState;
  readonly query?: string;
  readonly limit: number;
  readonly json?: boolean;
}

/** The ideas of a session, the highest priority first; with a query, the best match first. */
export function ideas({ state, query, limit, json, ...session }: IdeasOptions): Promise<void> {
  return printRead(async (app) => {
    const { id } = await meantSession(app, session);
    const found = listIdeas(app, id, { state, query, limit: limit + 1 });
    const shown = found.slice(0, limit);
    if (json) return jsonText(shown);
    if (shown.length === 0) throw nothingFound(id, state !== undefined || query !== undefined);
    const more = found.length > limit ? ['', `There are more: --limit ${limit * 4} shows them.`] : [];
    return `${[...tableOf(columns, shown, terminal()), ...more].join('\n')}\n`;
  });
}

function nothingFound(session: string, isFiltered: boolean): Refusal {
  const what = isFiltered ? `No idea of ${session} is like that.` : `${session} has no ideas yet.`;
  return new Refusal('unknown_idea', what, 'An agent adds them with add_ideas.');
}

const columns: readonly Column<ShownIdea>[] = [
  { title: 'idea', cell: ({ idea_id }) => idea_id.slice(idea_id.lastIndexOf('.') + 1) },
  { title: 'priority', cell: ({ priority }) => String(priority), alignsRight: true, goes: 1 },
  { title: 'state', cell: stateWords, paint: paintOf },
  { title: 'tried', cell: trialWords, goes: 2 },
  { title: 'what to try', cell: ({ title }) => oneLine(title), grows: true },
];

function stateWords({ state, again }: ShownIdea): string {
  return again === undefined ? state : `${state}, again`;
}

function trialWords({ tried }: ShownIdea): string {
  if (tried === undefined) return '-';
  const gain = tried.improvement_percent === undefined ? '' : ` ${gainWords(tried.improvement_percent)}`;
  return `run ${tried.run_id.slice(tried.run_id.lastIndexOf('.') + 1)}${gain}`;
}

function paintOf({ state, again }: ShownIdea, colours: Colours) {
  if (state === 'kept') return colours.green;
  if (state === 'trying') return colours.yellow;
  return state === 'open' || again !== undefined ? String : colours.dim;
}
