import { CLIENT_INFO_META_KEY, type ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { visibleText } from '../loop/shown-text.js';

const info = z.looseObject({ name: z.string() });
const longest = 80;

/**
 * What the client of a call calls itself.
 *
 * @param declared what the client of a connection of the 2025-11-25 revision said at its beginning.
 */
export function clientName({ mcpReq }: ServerContext, declared: unknown): string | undefined {
  const envelope: Readonly<Record<string, unknown>> = { ...mcpReq.envelope };
  const { data } = info.safeParse(envelope[CLIENT_INFO_META_KEY] ?? declared);
  return data === undefined ? undefined : visibleText(data.name, longest);
}
