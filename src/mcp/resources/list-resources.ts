import type { ListResourcesResult } from '@modelcontextprotocol/server';
import type { App } from '../../loop/app.js';
import { seenSessions } from '../../loop/bounds.js';
import { newestRunIds } from '../../loop/known-ids.js';
import { runById } from '../../loop/session-lookup.js';
import { visibleText } from '../../loop/shown-text.js';
import type { RunKind, SessionKind } from './resource-kind.js';
import { runUri, sessionUri } from './uris.js';

// A client may show all of them, or give them to its model. The others are found by their ids.
const sessionsListed = 20;
const runsListed = 20;
const longestWords = 200;

/** The newest sessions, as a client lists them. */
export function listedSessions(app: App, { part, title }: SessionKind): ListResourcesResult {
  const newest = seenSessions(app).slice(-sessionsListed).reverse();
  return {
    resources: newest.map(({ id, name, config }) => ({
      uri: sessionUri(id, part),
      name: `${id}${part}`,
      title: `${title}: ${visibleText(name, longestWords)}`,
      ...(config.goal === undefined ? {} : { description: visibleText(config.goal, longestWords) }),
    })),
  };
}

/** The newest runs of all sessions, as a client lists them. */
export function listedRuns(app: App, { part, title }: RunKind): ListResourcesResult {
  return {
    resources: newestRunIds(app, runsListed).map((id) => {
      const { run } = runById(app, id);
      return {
        uri: runUri(id, part),
        name: `${id}${part}`,
        title: `${title}: ${run.verdict ?? run.outcome ?? 'being measured'}`,
        description: visibleText(run.log?.description ?? run.description, longestWords),
      };
    }),
  };
}
