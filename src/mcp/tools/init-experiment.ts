import { z } from 'zod';
import { toolSettings } from '../../config/settings.js';
import { runId } from '../../loop/ids.js';
import { initSession } from '../../loop/init.js';
import { runById } from '../../loop/session-lookup.js';
import { waitForRun } from '../../loop/wait.js';
import { baselineReply } from '../baseline-reply.js';
import { directoryArgument } from '../directory-argument.js';
import { commonOutput, openObject } from '../output-fields.js';
import { defineTool } from '../tool.js';

export const initExperiment = defineTool({
  name: 'init_experiment',
  title: 'Start an optimisation session',
  description:
    'Start optimising one metric of a git repository. Measures the baseline (metric and checks must work on the code as it is), ' +
    'then checks out the branch autoresearch/<session>. `command` prints lines `METRIC name=value` on stdout; with metric_name ' +
    '"wall_seconds" its own run time is the metric. Settings may also be in autoresearch.yaml; arguments win. Files that the commands ' +
    'name are pinned: candidates may not change them. Uncommitted changes are refused unless accept_dirty. Called again with the same ' +
    'config it answers with the active session. If state is "running", wait with run_experiment and run_id.',
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: z.strictObject({
    name: z.string().min(1).max(100).describe('Short name of the session.'),
    directory: directoryArgument.optional().describe("Default: the server's."),
    ...toolSettings,
    accept_dirty: z
      .boolean()
      .optional()
      .describe('Measure uncommitted changes as they are; never commit them.'),
    restart: z.boolean().optional().describe('End the active session and start from the present HEAD.'),
  }),
  output: z.object({
    ...commonOutput,
    branch: z.string().optional(),
    state: z.enum(['running', 'finished']).optional(),
    run_id: z.string().optional(),
    run: z.number().optional(),
    noise: openObject,
    plan: z.string().optional(),
    config: openObject,
  }),
  run: async ({ name, directory, accept_dirty, restart, ...settings }, call) => {
    const { app, connection, signal, onProgress } = call;
    const { session, notes } = await initSession(app, {
      name,
      directory: directory ?? connection.directory,
      settings,
      acceptDirty: accept_dirty ?? false,
      restart: restart ?? false,
      waitSeconds: settings.wait_seconds,
      signal,
    });
    connection.lastSessionId = session.id;
    const { run } = runById(app, runId(session.id, 0));
    await waitForRun(app, run, { seconds: session.config.wait_seconds, signal, onProgress });
    const latest = runById(app, runId(session.id, 0));
    return baselineReply(app, latest.session, latest.run, notes);
  },
});
