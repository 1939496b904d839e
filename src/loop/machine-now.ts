import type { App } from './app.js';

/** What this process and its home are busy with at this moment. */
export function machineNow({ jobs, store }: App) {
  const children = process.getActiveResourcesInfo().filter((kind) => kind === 'ProcessWrap').length;
  return { running: jobs.running().length, queued: store.locks.queued(Date.now()), children };
}
