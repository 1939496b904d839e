import type { GetPromptResult } from '@modelcontextprotocol/server';

/** A prompt that is one message, as if the user had written it. */
export function userMessage(text: string): GetPromptResult {
  return { messages: [{ role: 'user', content: { type: 'text', text } }] };
}
