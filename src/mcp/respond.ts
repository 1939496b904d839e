import type { CallToolResult, ResourceLink } from '@modelcontextprotocol/server';
import { type ErrorDetails, Refusal } from '../errors.js';
import { shownMessage } from '../loop/shown-text.js';
import type { Reply } from './tool.js';

/**
 * A successful call: everything in `structuredContent`, and the same in short as text.
 *
 * @param links to what the result is about, after the text.
 */
export function respond(reply: Reply, links: readonly ResourceLink[] = []): CallToolResult {
  return { content: [{ type: 'text', text: textOf(reply) }, ...links], structuredContent: { ...reply } };
}

/**
 * A refused call: everything in `structuredContent`, of which a 1.x client shows the agent nothing else, and the same as text, of
 * which Claude Code shows nothing else.
 *
 * @param more fields of the error besides.
 */
export function respondError(error: unknown, more: ErrorDetails = {}): CallToolResult {
  const { code, message, hint, details } = refusalOf(error);
  const besides = { ...details, ...more };
  const text = [`${code}: ${message}`, hint, ...linesOf(besides)].join('\n');
  return {
    isError: true,
    content: [{ type: 'text', text }],
    structuredContent: { error: { code, message, hint, ...besides } },
  };
}

/** What a client is told of anything thrown. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return new Refusal(
    'internal',
    `Something went wrong inside the server: ${shownMessage(error)}`,
    "Call get_status to see where the session stands. If it happens again, report it with the server's stderr.",
  );
}

function textOf({ summary, next_step, ...fields }: Reply): string {
  return `${summary}\n\n${linesOf(fields).join('\n')}\n\nNext: ${next_step}`;
}

function linesOf(fields: ErrorDetails): string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${short(value)}`],
  );
}

function short(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
