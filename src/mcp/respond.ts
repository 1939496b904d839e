import type { CallToolResult } from '@modelcontextprotocol/server';
import { type ErrorDetails, Refusal } from '../errors.js';
import { shownMessage } from '../loop/shown-text.js';
import type { Reply } from './tool.js';

/** A successful call: everything in `structuredContent`, and the same in short as text. */
export function respond(reply: Reply): CallToolResult {
  return { content: [{ type: 'text', text: textOf(reply) }], structuredContent: { ...reply } };
}

/**
 * A refused call. A 1.x client shows the agent nothing but these fields.
 *
 * @param more fields of the error besides.
 */
export function respondError(error: unknown, more: ErrorDetails = {}): CallToolResult {
  const { code, message, hint, details } = error instanceof Refusal ? error : internal(error);
  return {
    isError: true,
    content: [{ type: 'text', text: `${code}: ${message}\n${hint}` }],
    structuredContent: { error: { code, message, hint, ...details, ...more } },
  };
}

function internal(error: unknown): Refusal {
  return new Refusal(
    'internal',
    `Something went wrong inside the server: ${shownMessage(error)}`,
    "Call get_status to see where the session stands. If it happens again, report it with the server's stderr.",
  );
}

function textOf({ summary, next_step, ...fields }: Reply): string {
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${short(value)}`],
  );
  return `${summary}\n\n${lines.join('\n')}\n\nNext: ${next_step}`;
}

function short(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
