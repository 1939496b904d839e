import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { goalArgument, goalSection } from './goal-section.js';
import { userMessage } from './user-message.js';

/** `autoresearch_plan`: what would be measured, how and for how long, without starting it. */
export function addAutoresearchPlan(server: McpServer): void {
  server.registerPrompt(
    'autoresearch_plan',
    {
      title: 'Plan a session of experiments',
      description: 'Work out metric, scripts, scope and budget for a goal, without starting anything.',
      argsSchema: z.object({ goal: goalArgument }),
    },
    ({ goal }) => userMessage(planText(goal)),
  );
}

function planText(goal: string | undefined): string {
  return `# Plan an optimisation with autoresearch

Write a plan, and start nothing: no \`init_experiment\`, no edits, no new files.

${goalSection(goal)}

Call \`get_status\` (a session may be active here) and \`query_runs\` with words of the goal (what was tried before). Read the
code, its tests and its benchmarks; run a benchmark that exists twice, to see how long it takes and how far it scatters.

Then tell the user, shortly:

1. **Metric**: name, unit, direction. What could improve it and be of no use, and which check or constraint catches that.
2. **Measure script** (\`autoresearch.sh\`): takes one sample in 1 to 8 seconds, prints \`METRIC name=value\`, exits with 0. Its
   text, or what it calls.
3. **Checks script** (\`autoresearch.checks.sh\`): what must stay true, and how long it takes.
4. **Scope**: \`editable\`, and in \`protected\` what the scripts call in turn.
5. **Budget**: \`max_experiments\` or \`max_minutes\`, and about how long that is; one experiment takes up to 98 samples and at
   most \`measure_budget_seconds\` (900), and the checks.
6. **Ideas**: the first five, the most promising first, and what has failed before.
7. **Questions** that only the user can answer.

End with an \`autoresearch.yaml\` that holds it, and say that the prompt \`autoresearch\` starts the work.
`;
}
