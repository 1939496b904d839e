import { completable, type McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { userMessage } from './user-message.js';
import { loopSection, neverSection } from './way-of-working.js';

/**
 * `autoresearch_resume`: how to pick up a session.
 *
 * @param openSessions ids of the sessions that could be meant.
 */
export function addAutoresearchResume(
  server: McpServer,
  openSessions: () => Promise<readonly string[]>,
): void {
  const sessionId = completable(z.string().describe('Which one, if several are active.'), async (begun) =>
    (await openSessions()).filter((id) => id.startsWith(begun)),
  );
  server.registerPrompt(
    'autoresearch_resume',
    {
      title: 'Go on with a session of experiments',
      description: 'Pick up where another agent, or this one before its context ended, has stopped.',
      argsSchema: z.object({ session_id: sessionId.optional() }),
    },
    ({ session_id = '' }) => userMessage(resumeText(session_id.trim())),
  );
}

function resumeText(sessionId: string): string {
  const id = JSON.stringify(sessionId);
  const [which, always] =
    sessionId === ''
      ? ['', '']
      : [
          ` with session_id ${id}`,
          `- Give session_id ${id} to every tool that takes one, and work on no other session.\n`,
        ];
  return `# Go on with autoresearch

Call \`get_status\`${which}. It is all you need: goal, rules, best so far, what was tried and learnt, dead ends, open ideas
and what is pending. Trust it over what you remember, and read no logs or old conversations.

${always}- Do first what its \`next_step\` says: a run may wait to be logged.
- Then look at \`git status\`: an edit that somebody began is measured together with yours. Finish it as an idea, or undo it
  by editing.
- Where no session is active, tell the user, and start none before they want one.

${loopSection}

${neverSection}
`;
}
