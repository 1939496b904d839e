import { z } from 'zod';
import { shownMessage } from '../../../loop/shown-text.js';
import type { Logger } from '../../logger.js';

const bodyShape = z.object({ error: z.object({ code: z.number(), message: z.string() }) });

/**
 * One short line for a request that the protocol has no answer to but an error: it may be quoted there, and whoever sends it
 * chooses how long it is.
 *
 * @returns the answer as it is.
 */
export async function logUnserved(logger: Logger, answer: Response): Promise<Response> {
  if (answer.status < 400) return answer;
  const text = await answer.clone().text();
  logger.warn({ status: answer.status, ...errorIn(text) }, 'protocol error');
  return answer;
}

function errorIn(text: string): { readonly code?: number; readonly reason: string } {
  const { data } = bodyShape.safeParse(jsonOf(text));
  const { code, message = text } = data?.error ?? {};
  return { ...(code === undefined ? {} : { code }), reason: shownMessage(message) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
