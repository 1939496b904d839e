import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { goalArgument } from './goal-section.js';
import { userMessage } from './user-message.js';
import { wayOfWorking } from './way-of-working.js';

/** `autoresearch`: the whole way of working, for a goal. */
export function addAutoresearch(server: McpServer): void {
  server.registerPrompt(
    'autoresearch',
    {
      title: 'Improve code by measured experiments',
      description:
        'Settle how the code is measured, then try one idea after the other and keep what is really better.',
      argsSchema: z.object({ goal: goalArgument }),
    },
    ({ goal }) => userMessage(wayOfWorking(goal)),
  );
}
