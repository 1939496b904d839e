import type { Idea } from '../../store/ideas.js';
import type { Run } from '../../store/run.js';
import type { App } from '../app.js';
import { ideaId, runId } from '../ids.js';
import { rounded } from '../report.js';

/** An idea as lists show it. */
export interface ShownIdea {
  readonly idea_id: string;
  readonly title: string;
  readonly detail?: string;
  readonly state: string;
  readonly priority: number;
  readonly note?: string;
  readonly from_run?: string;
  readonly from_client?: string;
  readonly tried?: {
    readonly run_id: string;
    readonly verdict?: string;
    readonly outcome?: string;
    readonly improvement_percent?: number;
  };
  /** Why one that was rejected is worth another try. */
  readonly again?: string;
}

/** Files by the last run that was kept with a change of them. */
type Changed = ReadonlyMap<string, Run>;

/** Ideas of a session, with what became of them. */
export function shownIdeas(app: App, session: string, ideas: readonly Idea[]): ShownIdea[] {
  const isAnyRejected = ideas.some(({ state }) => state === 'rejected');
  const changed: Changed = isAnyRejected ? lastChanges(app.store.runs.kept(session)) : new Map();
  return ideas.map((idea) => shownIdea(idea, app.store.runs.ofIdea(session, idea.number), changed));
}

function shownIdea(idea: Idea, run: Run | undefined, changed: Changed): ShownIdea {
  const { sessionId: session, number, title, detail, state, priority, note, fromRun, fromClient } = idea;
  const again = state === 'rejected' && run !== undefined ? changedSince(run, changed) : undefined;
  return {
    idea_id: ideaId(session, number),
    title,
    ...(detail === undefined ? {} : { detail }),
    state,
    priority,
    ...(note === undefined ? {} : { note }),
    ...(fromRun === undefined ? {} : { from_run: runId(session, fromRun) }),
    ...(fromClient === undefined ? {} : { from_client: fromClient }),
    ...(run === undefined ? {} : { tried: trialOf(run) }),
    ...(again === undefined ? {} : { again }),
  };
}

function trialOf(run: Run): NonNullable<ShownIdea['tried']> {
  const percent = run.result?.metric.improvement_percent;
  return {
    run_id: runId(run.sessionId, run.number),
    ...(run.verdict === undefined ? {} : { verdict: run.verdict }),
    ...(run.outcome === undefined ? {} : { outcome: run.outcome }),
    ...(percent === undefined ? {} : { improvement_percent: rounded(percent) }),
  };
}

function lastChanges(kept: readonly Run[]): Changed {
  return new Map(kept.flatMap((run) => run.files.map((file) => [file, run] as const)));
}

/** Against other code, the same idea may do better. A run may be kept long after it was measured. */
function changedSince(run: Run, changed: Changed): string | undefined {
  const isNewer = (file: string) => (changed.get(file)?.loggedAt ?? 0) > run.startedAt;
  const file = run.files.find(isNewer);
  if (file === undefined) return undefined;
  return `${file} has changed since (run ${changed.get(file)?.number}): it may be worth another try.`;
}
