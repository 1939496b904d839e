import type { Session, SessionCommands } from '../store/session.js';
import { displayPath } from '../workspace/path-bytes.js';
import type { App } from './app.js';
import { budgetOf } from './budget.js';
import { deadEnds } from './dead-ends.js';
import { extensionsOf } from './extension-notes.js';
import { briefIdeas } from './ideas/brief-ideas.js';
import { runId } from './ids.js';
import { importedNotes } from './imported.js';
import { pendingRun } from './pending-run.js';
import { planWords } from './plan-words.js';
import { leftBefore } from './predecessor.js';
import { type KeptRun, type RecentRun, rememberedRuns } from './remembered-runs.js';
import { baselineOf, bestOfSession, branchName, brief, rounded, type Standing } from './report.js';
import { type Counts, countRuns } from './run-counts.js';
import { savedEditsOf } from './saved-edits.js';
import { detectableOf } from './session-plan.js';
import { shownPath } from './shown-text.js';
import { stopState } from './stop-policy.js';
import { lastWords } from './told-notes.js';
import { firstOf, toldSettings } from './told-settings.js';
import { wayOut } from './way-out.js';
import { workingDirectory } from './working-directory.js';

const longestGoal = 280;
const longestCommand = 240;
const longestUnit = 40;

/** Everything that an agent who knows nothing of a session needs to go on with it. */
export interface Status {
  readonly session: Readonly<Record<string, unknown>>;
  readonly best: Standing;
  readonly baseline: Standing;
  readonly counts: Counts;
  readonly pending_run?: { readonly run_id: string; readonly state: string; readonly can_keep?: boolean };
  readonly recent_runs: readonly RecentRun[];
  readonly kept_runs: readonly KeptRun[];
  readonly dead_ends: readonly object[];
  readonly ideas: readonly object[];
  readonly notes: readonly string[];
}

export function statusOf(app: App, session: Session): Status {
  const pending = pendingRun(app, session);
  const stop = stopState(app, session);
  return {
    session: describeSession(app, session),
    best: bestOfSession(app, session),
    baseline: baselineOf(app, session),
    counts: countRuns(app, session),
    ...(pending === undefined
      ? {}
      : {
          pending_run: {
            run_id: runId(session.id, pending.number),
            state: pending.state,
            ...(pending.state === 'finished' ? { can_keep: pending.canKeep } : {}),
          },
        }),
    ...rememberedRuns(app, session),
    dead_ends: deadEnds(app, session),
    ideas: briefIdeas(app, session),
    notes: [
      ...importedNotes(session),
      ...(stop.explanation === undefined ? [] : [stop.explanation]),
      ...lastWords(app, session),
      ...extensionsOf(app, session),
      ...recoveries(app, session),
      ...savedEditsOf(app, session),
      ...unfinished(app, session),
      ...leftBefore(app, session),
    ],
  };
}

/** A session's rules and place, for the agent. */
function describeSession(app: App, session: Session): Record<string, unknown> {
  const { config, noise } = session;
  return {
    id: session.id,
    name: session.name,
    state: session.state,
    ...(config.goal === undefined ? {} : { goal: brief(config.goal, longestGoal) }),
    ...(session.summary === undefined ? {} : { summary: brief(session.summary, longestGoal) }),
    metric_name: config.metric_name,
    ...(config.metric_unit === undefined ? {} : { metric_unit: brief(config.metric_unit, longestUnit) }),
    direction: config.direction,
    editable: firstOf(config.editable ?? ['everything that is not pinned'], shownPath),
    pinned: [
      ...firstOf(session.scope.pinned, (path) => shownPath(displayPath(path))),
      ...firstOf(config.protected, shownPath),
    ],
    ...describeCommands(session),
    settings: toldSettings(config),
    ...(session.state === 'ended' ? {} : { budget: budgetOf(app, session) }),
    isolation: session.isolation,
    ...(noise === undefined ? {} : { noise: describeNoise(session), plan: planWords(session) }),
    directory: workingDirectory(session),
    branch: branchName(session),
    ...(session.state === 'starting' ? {} : wayOut(app, session)),
  };
}

/** What is run: the commands, which of them are scripts, and the programs that are found for their names. */
function describeCommands({ config, commands }: Session): Record<string, unknown> {
  const { command, evaluate_command, checks_command, setup_command } = config;
  const known = Object.entries({ command, evaluate_command, checks_command, setup_command });
  const kinds = Object.entries(commandKinds(commands));
  return {
    ...Object.fromEntries(
      known.flatMap(([name, text]) =>
        text === undefined ? [] : [[name, brief(text, longestCommand)] as const],
      ),
    ),
    command_kinds: Object.fromEntries(kinds.filter(([, kind]) => kind !== undefined)),
    programs: firstOf(commands.programs, ({ path }) => shownPath(path)),
  };
}

function commandKinds({ measure, evaluate, checks, setup }: SessionCommands) {
  return {
    command: measure.kind,
    evaluate_command: evaluate?.kind,
    checks_command: checks?.kind,
    setup_command: setup?.kind,
  };
}

export function describeNoise(session: Session): Record<string, unknown> {
  const { noise } = session;
  if (noise === undefined) return {};
  const detectable = detectableOf(session);
  return {
    samples: noise.samples,
    pairs: noise.pairs,
    deterministic: session.deterministic,
    spread_percent: rounded(noise.spreadPercent),
    ...(noise.pairPercent === undefined ? {} : { pair_percent: rounded(noise.pairPercent) }),
    ...(detectable === undefined ? {} : { detectable_percent: rounded(detectable) }),
    seconds_per_sample: Math.round(noise.seconds * 1000) / 1000,
  };
}

function recoveries(app: App, session: Session): string[] {
  return app.store.events
    .recent(session.id, 'recovered', 3)
    .flatMap(({ run, data }) => [
      `After a restart: ${run === undefined ? 'the session' : `run ${run}`} ${String(data.what)}.`,
      ...(Array.isArray(data.told) ? data.told.map(String) : []),
    ]);
}

/** A keep or discard that was cut off waits while HEAD is elsewhere. */
function unfinished(app: App, session: Session): string[] {
  const { intention, number } = app.store.runs.intended(session.id) ?? {};
  if (intention === undefined || session.state === 'ended') return [];
  const what = intention.outcome === 'kept' ? 'keep' : 'discard';
  return [
    `The ${what} of run ${number} was cut off; it is finished by the next call after \`git switch ${branchName(session)}\`.`,
  ];
}
