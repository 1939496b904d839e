import { setImmediate as turn } from 'node:timers/promises';
import { within } from './within.js';

/** Calls of tools that are being answered, of all clients of this process. */
export interface OpenCalls {
  /**
   * Answer a call.
   *
   * @param gone each ends the waiting: the request was cancelled, or its client has gone.
   * @param answer gets a signal that the ending of the server aborts as well.
   */
  readonly follow: <T>(
    gone: readonly AbortSignal[],
    answer: (signal: AbortSignal) => Promise<T>,
  ) => Promise<T>;
  /** End all waiting. Settles when every call has its answer, or after two seconds. */
  readonly end: () => Promise<void>;
}

const patience = 2_000; // milliseconds

export function openCalls(): OpenCalls {
  const open = new Map<Promise<unknown>, AbortController>();
  return {
    follow: (gone, answer) => {
      const waiting = new AbortController();
      const abort = () => waiting.abort();
      for (const signal of gone) signal.addEventListener('abort', abort, { once: true });
      if (gone.some(({ aborted }) => aborted)) abort();
      const answering = answer(waiting.signal).finally(() => open.delete(answering));
      open.set(answering, waiting);
      return answering;
    },
    end: async () => {
      for (const waiting of open.values()) waiting.abort('The server ends.');
      await within(patience, Promise.allSettled(open.keys()));
      // They are on their way then, and not out.
      await turn();
    },
  };
}
