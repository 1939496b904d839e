import type { Client as NewClient } from '@modelcontextprotocol/client';
import type { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { z } from 'zod';

/** What a person at a client does with prompts. */
export interface Prompts {
  readonly list: () => Promise<readonly Record<string, unknown>[]>;
  /** @returns the text that the agent would read. */
  readonly get: (name: string, args?: Record<string, string>) => Promise<string>;
  readonly complete: (prompt: string, argument: string, begun: string) => Promise<readonly string[]>;
}

const oneMessage = z.tuple([
  z.object({
    role: z.literal('user'),
    content: z.looseObject({ type: z.literal('text'), text: z.string() }),
  }),
]);

export function promptsOf(client: NewClient | OldClient): Prompts {
  return {
    list: async () => (await client.listPrompts()).prompts,
    get: async (name, args) => {
      const { messages } = await client.getPrompt({
        name,
        ...(args === undefined ? {} : { arguments: args }),
      });
      return oneMessage.parse(messages)[0].content.text;
    },
    complete: async (prompt, argument, begun) => {
      const ref = { type: 'ref/prompt' as const, name: prompt };
      const { completion } = await client.complete({ ref, argument: { name: argument, value: begun } });
      return completion.values;
    },
  };
}
