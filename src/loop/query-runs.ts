import type { Outcome, Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import type { Verdict } from '../verdict/verdict.js';
import type { App } from './app.js';
import { seenIds } from './bounds.js';
import { ideaId } from './ids.js';
import { cut, type RunSummary, summariseRun } from './report.js';
import { cursorAt, type Place, placeAt } from './run-cursor.js';
import { repositoryOf, sessionById } from './session-lookup.js';
import { shownPaths } from './shown-text.js';
import { workingDirectory } from './working-directory.js';

export { outcomes } from '../store/run.js';
export { verdicts } from '../verdict/verdict.js';

export interface RunQuestion {
  readonly query?: string | undefined;
  readonly session_id?: string | undefined;
  /** A directory of a repository: all of its sessions are meant. */
  readonly directory?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly verdict?: Verdict | undefined;
  readonly order?: 'newest' | 'best_match' | undefined;
  /** At most so many on a page. */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A run in one line, with what whoever has never seen its session has to know of that. */
interface FoundSummary extends RunSummary {
  readonly session_id: string;
  readonly directory: string;
  readonly metric_name: string;
  readonly direction: string;
  readonly hypothesis?: string;
  readonly files: readonly string[];
  /** When it began, as ISO 8601. */
  readonly at: string;
}

export interface FoundRuns {
  readonly runs: readonly FoundSummary[];
  /** With words, on the first page: open ideas of any session that have them, too, and that nobody has tried. */
  readonly ideas: readonly object[];
  /** Absent on the last page. */
  readonly next_cursor?: string;
}

const filesShown = 5;
const ideasTold = 3;
const titleLength = 160;

/**
 * Runs of all sessions of all repositories of this machine: the best match first where words are asked for, else the
 * newest. While runs are added and logged, the pages that cursors lead to bring each run once.
 *
 * @throws Refusal `invalid_config` for a cursor that is none, `unknown_session` or `not_a_repository`.
 */
export async function queryRuns(app: App, question: RunQuestion): Promise<FoundRuns> {
  const { query, session_id, directory, outcome, verdict, limit, cursor } = question;
  if (session_id !== undefined) sessionById(app, session_id);
  const repository = directory === undefined ? undefined : await repositoryOf(app, directory);
  const hasWords = query !== undefined && query.trim() !== '';
  const order = hasWords && question.order !== 'newest' ? 'best' : 'newest';
  const after = cursor === undefined ? firstPlace(app, order) : placeAt(cursor, order);
  const sessions = seenIds(app);
  const filter = { text: query, session: session_id, repository, outcome, verdict, sessions };
  const found = app.store.search.find({ ...filter, order, after, limit: limit + 1 });
  const page = found.slice(0, limit);
  const next = nextPlace(page, after);
  return {
    runs: page.flatMap(({ sessionId, number }) => summaryOf(app, sessionId, number)),
    ideas: hasWords && cursor === undefined ? untriedIdeas(app, query, sessions) : [],
    ...(found.length > limit && next !== undefined ? { next_cursor: cursorAt(next) } : {}),
  };
}

function untriedIdeas(app: App, text: string, sessions: readonly string[] | undefined): object[] {
  const ideas = app.store.ideas.search({ state: 'open', text, sessions, limit: ideasTold });
  return ideas.map(({ sessionId, number, title }) => ({
    idea_id: ideaId(sessionId, number),
    title: cut(title, titleLength),
  }));
}

/** What comes while a list by match is read is no part of it. */
function firstPlace(app: App, order: 'best' | 'newest'): Place | undefined {
  return order === 'best' ? { row: app.store.search.newestRow(), seen: [] } : undefined;
}

function nextPlace(page: readonly Place[], after: Place | undefined): Place | undefined {
  if (after?.seen === undefined) return page.at(-1);
  return { row: after.row, seen: [...after.seen, ...page.map(({ row }) => row)] };
}

function summaryOf(app: App, sessionId: string, number: number): FoundSummary[] {
  const [session, run] = [app.store.sessions.find(sessionId), app.store.runs.find(sessionId, number)];
  return session === undefined || run === undefined ? [] : [foundRun(session, run)];
}

function foundRun(session: Session, run: Run): FoundSummary {
  const hypothesis = run.log?.hypothesis;
  return {
    ...summariseRun(run),
    session_id: session.id,
    directory: workingDirectory(session),
    metric_name: session.config.metric_name,
    direction: session.config.direction,
    ...(hypothesis === undefined ? {} : { hypothesis: cut(hypothesis, titleLength) }),
    files: shownPaths(run.files.slice(0, filesShown)),
    at: new Date(run.startedAt).toISOString(),
  };
}
