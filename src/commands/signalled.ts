import { constants } from 'node:os';

/** The command was told to end. */
export class Signalled extends Error {
  override readonly name = 'Signalled';

  constructor(readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') {
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
    // Nobody reads on (`demo | head`): the same as being told to end.
    process.stdout.on('error', () => reject(new Signalled('SIGHUP')));
  });
}
