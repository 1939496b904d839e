import type { Run } from '../store/run.js';
import type { App } from './app.js';

/**
 * Write into the journal what became of a run after its server was killed.
 *
 * @param told sentences that are to be told besides.
 */
export function noteRecovery(
  app: App,
  { sessionId, number }: Run,
  what: string,
  told: readonly string[] = [],
): void {
  const at = Date.now();
  app.store.events.insert({ sessionId, run: number, at, kind: 'recovered', data: { what, told } });
}
