import { z } from 'zod';
import type { App } from '../../loop/app.js';
import { ideaById } from '../../loop/ideas/find-idea.js';
import { similarIn } from '../../loop/ideas/similar-ideas.js';
import { runId } from '../../loop/ids.js';
import { type Logged, logRun } from '../../loop/log-run.js';
import { loggedNotes } from '../../loop/logged-notes.js';
import { nextStepIn } from '../../loop/next-step.js';
import { recoverSession } from '../../loop/recover.js';
import { baselineOf, bestOfSession } from '../../loop/report.js';
import { countRuns } from '../../loop/run-counts.js';
import { runById } from '../../loop/session-lookup.js';
import { shownPaths, shownPathsNote } from '../../loop/shown-text.js';
import { stopState } from '../../loop/stop-policy.js';
import type { Idea } from '../../store/ideas.js';
import type { Run } from '../../store/run.js';
import type { Session } from '../../store/session.js';
import { commonOutput, openObject, strings } from '../output-fields.js';
import { type Call, defineTool, type Reply } from '../tool.js';

const repeated = 'This run was logged before: nothing of this call was stored.';

export const logExperiment = defineTool({
  name: 'log_experiment',
  title: 'Keep or discard a run',
  description:
    'Decide what becomes of a finished run. "keep" commits exactly what was measured; only a run with can_keep true can be kept. ' +
    '"discard" (also "crash", "checks_failed") puts the best code so far back; the try stays reachable under its ref. Write what you ' +
    'learned: it is what the next agent will know.',
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  input: z.strictObject({
    run_id: z.string(),
    status: z.enum(['keep', 'discard', 'crash', 'checks_failed']),
    description: z.string().min(1).max(2000).describe('What was tried, in a sentence.'),
    hypothesis: z.string().max(2000).optional().describe('Why it was expected to help.'),
    learned: z.string().max(2000).optional().describe('What the result says.'),
    next_focus: z.string().max(2000).optional(),
    ideas: z
      .array(z.string().trim().min(1).max(500))
      .max(20)
      .optional()
      .describe('What to try next, each in a sentence.'),
  }),
  output: z.object({
    ...commonOutput,
    run_id: z.string().optional(),
    run: z.number().optional(),
    outcome: z.enum(['kept', 'discarded']).optional(),
    verdict: z.string().optional(),
    commit: z.string().optional(),
    ref: z.string().optional(),
    edited_since: strings,
    best: openObject,
    baseline: openObject,
    counts: openObject,
  }),
  run: async ({ run_id, status, ...log }, call) => {
    await recoverSession(call.app, runById(call.app, run_id).session);
    const logged = await logRun(call.app, run_id, status, {
      ...onlyGiven(log),
      status,
      description: log.description,
      ...(call.client === undefined ? {} : { client: call.client }),
    });
    call.connection.lastSessionId = logged.session.id;
    return logReply(call, logged);
  },
});

function onlyGiven(log: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(log).filter(([, value]) => value !== undefined));
}

function logReply({ app }: Call, logged: Logged): Reply {
  const { session, run, editedSince, ref } = logged;
  const stop = stopState(app, session);
  const kept = run.outcome === 'kept';
  return {
    session_id: session.id,
    summary: kept
      ? `Run ${run.number} is kept as commit ${run.keptCommit?.slice(0, 12)}.`
      : `Run ${run.number} is discarded; ${directoryWords(logged)}.`,
    next_step: nextStepIn(app, session),
    run_id: runId(session.id, run.number),
    run: run.number,
    outcome: run.outcome,
    verdict: run.verdict,
    ...(run.keptCommit === undefined ? {} : { commit: run.keptCommit }),
    ref,
    edited_since: shownPaths(editedSince),
    best: bestOfSession(app, session),
    baseline: baselineOf(app, session),
    counts: countRuns(app, session),
    notes: [
      ...(logged.isRepeated ? [repeated] : []),
      ...loggedNotes(logged, kept),
      ...shownPathsNote('edited_since', editedSince),
      ...knownIdeas(app, session, run),
      ...(stop.explanation === undefined ? [] : [stop.explanation]),
    ],
  };
}

/** What is known of things like the ideas that came with the log. */
function knownIdeas(app: App, session: Session, run: Run): string[] {
  const similarTo = similarIn(app, session);
  return (run.log?.ideas ?? []).flatMap((title) =>
    similarTo(title)
      .filter(({ idea_id: id }) => id === undefined || !isOfRun(ideaById(app, id), run))
      .map((similar) => `To "${title}": ${similar.what}`),
  );
}

/** Whether an idea came with the log of a run. */
function isOfRun({ sessionId, fromRun }: Idea, run: Run): boolean {
  return sessionId === run.sessionId && fromRun === run.number;
}

function directoryWords({ session, editedSince, carry }: Logged): string {
  return carry === undefined || editedSince.length === 0
    ? `the working directory is run ${session.incumbent} again`
    : 'your other edits stay in the working directory';
}
