import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { listenLocally } from './listen-locally.js';
import type { Protocol, Step, Turn } from './plot.js';

/** A model that does what a plot says, and remembers what it was shown. */
export interface ScriptedModel {
  /** Where it listens, without a path. */
  readonly url: string;
  /** What it was asked last. @throws Error what the plot threw, or that nothing was asked. */
  readonly last: () => Turn;
}

const aside: Turn = { shown: [], told: '', tools: [] };

/** Start a model on this machine. It ends with the test. */
export async function scriptedModel(protocol: Protocol, plot: readonly Step[]): Promise<ScriptedModel> {
  let last: Turn | undefined;
  let trouble: unknown;
  const next = (turn: Turn | undefined) => {
    if (turn === undefined) return protocol.answer(undefined, aside);
    last = turn;
    try {
      return protocol.answer(plot[turn.shown.length]?.(turn.shown), turn);
    } catch (error) {
      trouble ??= error;
      return protocol.answer(undefined, turn);
    }
  };
  const server = createServer(async (request, response) => {
    const turn = request.method === 'POST' ? protocol.turnOf(await json(request)) : undefined;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(next(turn));
  });
  return {
    url: await listenLocally(server),
    last: () => {
      if (trouble !== undefined) throw trouble;
      if (last === undefined) throw new Error('The model was asked nothing.');
      return last;
    },
  };
}
