import type { StopReason } from './jobs.js';

/** A run that ends before there is a verdict of the evidence. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';

  constructor(
    readonly verdict: StopReason,
    reason: string,
  ) {
    super(reason);
  }
}

/** What an aborted signal means for the run. */
export function stoppedBy(signal: AbortSignal): RunStopped {
  return signal.reason === 'cancelled'
    ? new RunStopped('cancelled', 'The run was cancelled.')
    : new RunStopped('interrupted', 'The server was stopped while it was measuring.');
}
