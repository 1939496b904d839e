import { z } from 'zod';
import { ideaOf } from '../../loop/ideas/find-idea.js';
import { runId } from '../../loop/ids.js';
import { runById } from '../../loop/session-lookup.js';
import { startRun } from '../../loop/start-run.js';
import { waitForRun } from '../../loop/wait.js';
import type { Run } from '../../store/run.js';
import { askForApproval } from '../ask-for-approval.js';
import { assertBaseline, baselineReply } from '../baseline-reply.js';
import { callSession } from '../call-session.js';
import { runOutput } from '../output-fields.js';
import { runReply } from '../run-reply.js';
import { type Call, defineTool, type Reply } from '../tool.js';

export const runExperiment = defineTool({
  name: 'run_experiment',
  title: 'Measure the working directory',
  description:
    'Snapshot your edits, measure them against the best code so far and judge them. The server runs the command and computes the ' +
    'verdict; nothing you report is taken for a measurement. Edit files first; describe what you tried. If state is "running", call ' +
    'again with run_id to go on waiting. A crash of the benchmark is a result. Then call log_experiment.',
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  input: z.strictObject({
    session_id: z.string().optional(),
    description: z.string().min(1).max(2000).optional().describe('What you changed, in a sentence.'),
    idea_id: z.string().optional().describe('The idea of the backlog that you tried.'),
    run_id: z.string().optional().describe('Go on waiting for this run.'),
    wait_seconds: z.number().min(0).max(3600).optional(),
  }),
  output: z.object(runOutput),
  run: async (input, call) => {
    const begun = Date.now();
    // A call that brings the answer to a question is the same call again: it starts nothing.
    const id = input.run_id ?? call.person.answering;
    const run = id === undefined ? await start(input, call) : runById(call.app, id).run;
    return await waitAndReply(call, run, input.wait_seconds, begun);
  },
});

async function start(
  input: {
    session_id?: string | undefined;
    description?: string | undefined;
    idea_id?: string | undefined;
    wait_seconds?: number | undefined;
  },
  call: Call,
): Promise<Run> {
  const session = await callSession(call, input);
  const wait = input.wait_seconds ?? session.config.wait_seconds;
  const idea = input.idea_id === undefined ? undefined : ideaOf(call.app, session.id, input.idea_id);
  const trial = {
    description: input.description ?? idea?.title ?? 'No description given',
    ...(idea === undefined ? {} : { idea: idea.number }),
  };
  return startRun(call.app, session, trial, wait, call.signal);
}

// So much a person gets at the least, once the run is finished: with the default of wait_seconds a call stays under the
// minute after which many clients give up.
const shortestQuestion = 10;

async function waitAndReply(
  call: Call,
  run: Run,
  waitSeconds: number | undefined,
  begun: number,
): Promise<Reply> {
  const { app, signal, onProgress } = call;
  const id = runId(run.sessionId, run.number);
  const wanted = waitSeconds ?? runById(app, id).session.config.wait_seconds;
  // The call may have waited for the machine before.
  const left = () => Math.max(0, wanted - (Date.now() - begun) / 1000);
  await waitForRun(app, run, { seconds: left(), signal, onProgress });
  const measured = runById(app, id);
  if (measured.run.approval === 'needed') {
    await askForApproval(call, measured, Math.max(left(), Math.min(wanted, shortestQuestion)));
  }
  const latest = runById(app, id);
  assertBaseline(latest.session, latest.run);
  return run.number === 0
    ? baselineReply(app, latest.session, latest.run, [])
    : runReply(app, latest.session, latest.run);
}
