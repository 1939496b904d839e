import type { Session, SessionCommands } from '../store/session.js';
import { displayPath } from '../workspace/path-bytes.js';
import type { App } from './app.js';
import { extensionsOf } from './extension-notes.js';
import { runId } from './ids.js';
import { planWords } from './plan-words.js';
import {
  baselineOf,
  bestOfSession,
  branchName,
  type RunSummary,
  rounded,
  type Standing,
  summariseRun,
} from './report.js';
import { type Counts, countRuns } from './run-counts.js';
import { savedEditsOf } from './saved-edits.js';
import { detectableOf } from './session-plan.js';
import { shownPaths } from './shown-text.js';
import { stopState } from './stop-policy.js';
import { wayOut } from './way-out.js';

const recentRuns = 8;
const programsTold = 10;

/** Everything that an agent who knows nothing of a session needs to go on with it. */
export interface Status {
  readonly session: Readonly<Record<string, unknown>>;
  readonly best: Standing;
  readonly baseline: Standing;
  readonly counts: Counts;
  readonly recent_runs: readonly RunSummary[];
  readonly pending_run?: { readonly run_id: string; readonly state: string; readonly can_keep?: boolean };
  readonly notes: readonly string[];
}

export function statusOf(app: App, session: Session): Status {
  const pending =
    session.state === 'starting' ? app.store.runs.find(session.id, 0) : app.store.runs.unlogged(session.id);
  const stop = stopState(app, session);
  return {
    session: describeSession(app, session),
    best: bestOfSession(app, session),
    baseline: baselineOf(app, session),
    counts: countRuns(app, session),
    recent_runs: app.store.runs.recent(session.id, recentRuns).map(summariseRun),
    ...(pending === undefined
      ? {}
      : {
          pending_run: {
            run_id: runId(session.id, pending.number),
            state: pending.state,
            ...(pending.state === 'finished' ? { can_keep: pending.canKeep } : {}),
          },
        }),
    notes: [
      ...(stop.explanation === undefined ? [] : [stop.explanation]),
      ...extensionsOf(app, session),
      ...recoveries(app, session),
      ...savedEditsOf(app, session),
      ...unfinished(app, session),
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
    directory: `${session.root}/${session.prefix}`.replace(/\/$/, ''),
    branch: branchName(session),
    ...(session.state === 'starting' ? {} : wayOut(app, session)),
    isolation: session.isolation,
    metric_name: config.metric_name,
    direction: config.direction,
    ...(config.goal === undefined ? {} : { goal: config.goal }),
    ...describeCommands(session),
    editable: config.editable ?? ['everything that is not pinned'],
    pinned: [
      ...shownPaths(session.scope.pinned.slice(0, 20).map(displayPath)),
      ...config.protected.slice(0, 20),
    ],
    ...(noise === undefined ? {} : { noise: describeNoise(session), plan: planWords(session) }),
  };
}

/** What is run: the commands, which of them are scripts, and the programs that are found for their names. */
function describeCommands({ config, commands }: Session): Record<string, unknown> {
  const { command, evaluate_command, checks_command, setup_command } = config;
  const known = Object.entries({ command, evaluate_command, checks_command, setup_command });
  const kinds = Object.entries(commandKinds(commands));
  return {
    ...Object.fromEntries(known.filter(([, text]) => text !== undefined)),
    command_kinds: Object.fromEntries(kinds.filter(([, kind]) => kind !== undefined)),
    programs: commands.programs.slice(0, programsTold).map(({ path }) => path),
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
    .map(
      (event) =>
        `After a restart: ${event.run === undefined ? 'the session' : `run ${event.run}`} ${String(event.data.what)}.`,
    );
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
