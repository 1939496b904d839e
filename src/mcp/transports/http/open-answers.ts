import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Visitor } from '../../../config/access-tokens.js';
import { within } from '../../within.js';

const sweepMilliseconds = 2_000;
const patience = 1_000; // milliseconds

/**
 * Answers that are being given: one may last for hours, where somebody waits for a run or listens for changes. It ends with
 * the token that it was asked with.
 */
export function openAnswers(isKnown: (visitor: Visitor) => boolean) {
  const answers = new Map<ServerResponse, Visitor>();
  const sweeping = setInterval(() => {
    for (const [response, visitor] of answers) if (!isKnown(visitor)) response.destroy();
  }, sweepMilliseconds).unref();
  return {
    add: (response: ServerResponse, visitor: Visitor): void => {
      answers.set(response, visitor);
      response.once('close', () => answers.delete(response));
    },
    /** Settles when all have gone out, or after a second: somebody may not be reading. */
    close: async (): Promise<void> => {
      clearInterval(sweeping);
      const left = [...answers.keys()].map((response) => once(response, 'close'));
      await within(patience, Promise.all(left));
    },
  };
}
