import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { rebuiltReason } from './rebuilt-rows.js';
import { branchName } from './report.js';
import { shellWord } from './shell-word.js';

/** Shell commands by which a person leaves a session, with what it brought or without; those that would work. */
export interface WayOut {
  readonly merge?: string;
  readonly abandon?: string;
}

export function wayOut(app: App, session: Session): WayOut {
  if (session.imported !== undefined) return {};
  const { endReason, startCommit, baseCommit } = session;
  const isRebuilt = endReason === rebuiltReason;
  const isAbandoned = endReason === 'abandoned';
  // The way back leads over its refs.
  const isPruned = app.store.events.recent(session.id, 'pruned', 1).length > 0;
  // The scripts that the session had committed are untracked files again: git would not merge over them.
  const canMerge = isAbandoned ? startCommit === baseCommit : !isRebuilt || session.baseBranch !== undefined;
  const base = session.baseBranch?.replace('refs/heads/', '');
  const back = `git switch ${base === undefined ? `--detach ${session.baseCommit}` : shellWord(base)}`;
  // A terminal need not have the setting that the client gave its server.
  const home = process.env.AUTORESEARCH_HOME ? `AUTORESEARCH_HOME=${shellWord(app.home)} ` : '';
  return {
    ...(canMerge ? { merge: `${back} && git merge ${branchName(session)}` } : {}),
    ...(isAbandoned || isRebuilt || isPruned
      ? {}
      : { abandon: `${home}autoresearch-mcp abandon ${session.id}` }),
  };
}
