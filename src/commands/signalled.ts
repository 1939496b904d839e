import { constants } from 'node:os';
import { isReaderGone } from './print.js';

/** The command was told to end. */
export class Signalled extends Error {
  override readonly name = 'Signalled';

  constructor(readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE') {
    super(`Ended by ${signal}.`);
  }

  /** As shells report it. */
  get exitCode(): number {
    return 128 + constants.signals[this.signal];
  }
}

/** @returns a promise that never resolves, and rejects at the first signal. Later ones change nothing. */
export function firstSignal(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => reject(new Signalled(signal)));
    }
  });
}

/**
 * @returns a promise that never resolves, and rejects with `SIGPIPE` when nobody reads standard output any more, as in
 *   `demo | head`; with the error where it cannot be written for another reason.
 */
export function unread(): Promise<never> {
  return new Promise((_, reject) => {
    process.stdout.on('error', (error) => reject(isReaderGone(error) ? new Signalled('SIGPIPE') : error));
  });
}
