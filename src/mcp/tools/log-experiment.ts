import { z } from 'zod';
import { conflictNotes } from '../../loop/carry-notes.js';
import { runId } from '../../loop/ids.js';
import { type Logged, logRun } from '../../loop/log-run.js';
import { recoverSession } from '../../loop/recover.js';
import { baselineOf, bestOfSession } from '../../loop/report.js';
import { countRuns } from '../../loop/run-counts.js';
import { runById } from '../../loop/session-lookup.js';
import { shownPaths, shownPathsNote } from '../../loop/shown-text.js';
import { stopState } from '../../loop/stop-policy.js';
import { commonOutput, openObject, strings } from '../output-fields.js';
import { type Call, defineTool, type Reply } from '../tool.js';

const uncommitted = 'Edits that were not measured are still in the working directory, uncommitted.';

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
    ideas: z.array(z.string().min(1).max(500)).max(20).optional(),
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
    notes: strings,
  }),
  run: async ({ run_id, status, ...log }, call) => {
    await recoverSession(call.app, runById(call.app, run_id).session);
    const logged = await logRun(call.app, run_id, status, {
      ...onlyGiven(log),
      status,
      description: log.description,
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
    next_step: stop.shouldContinue
      ? 'Edit the code for the next idea and call run_experiment.'
      : 'Call end_session and report to the user.',
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
    notes: [...notesOf(logged), ...(stop.explanation === undefined ? [] : [stop.explanation])],
  };
}

function directoryWords({ session, editedSince, carry }: Logged): string {
  return carry === undefined || editedSince.length === 0
    ? `the working directory is run ${session.incumbent} again`
    : 'your other edits stay in the working directory';
}

function notesOf({ session, run, editedSince, leftCommits, savedRef, stagedRef, carry }: Logged): string[] {
  const kept = run.outcome === 'kept';
  const saved = `Edits made after the measurement were saved under ${savedRef} before files were written over them.`;
  const stays = carry === undefined ? kept : true;
  return [
    ...(stays && editedSince.length > 0 ? [uncommitted] : []),
    ...(savedRef === undefined ? [] : [saved]),
    ...(stagedRef === undefined
      ? []
      : [
          `What was staged and nowhere else is saved as ${stagedRef}: \`git show ${stagedRef}:<path>\` shows it.`,
        ]),
    ...leftCommits,
    ...conflictNotes(session, carry?.conflicts ?? [], kept),
    ...shownPathsNote('edited_since', editedSince),
  ];
}
