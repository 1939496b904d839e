import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Drops a connection that asks on before it is answered. HTTP lets it, and no client of MCP does; the answers would pile up for
 * one that reads none of them.
 *
 * @returns whether a request is to be answered.
 */
export function oneAtATime(): (request: IncomingMessage, response: ServerResponse) => boolean {
  const beingAnswered = new WeakSet<Socket>();
  return ({ socket }, response) => {
    if (beingAnswered.has(socket)) socket.destroy();
    if (socket.destroyed) return false;
    beingAnswered.add(socket);
    response.once('close', () => beingAnswered.delete(socket));
    return true;
  };
}
