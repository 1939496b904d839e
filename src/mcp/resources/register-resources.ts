import { type McpServer, ResourceTemplate, type Variables } from '@modelcontextprotocol/server';
import type { App } from '../../loop/app.js';
import { runIdsLike, sessionIdsLike } from '../../loop/known-ids.js';
import { runById, sessionById } from '../../loop/session-lookup.js';
import type { Logger } from '../logger.js';
import { resourceKinds } from './all.js';
import { listedRuns, listedSessions } from './list-resources.js';
import { readResource } from './read-resource.js';
import type { OverallKind, ResourceKind, RunKind, SessionKind } from './resource-kind.js';
import { runUri, sessionUri } from './uris.js';

interface ResourceParts {
  readonly app: () => Promise<App>;
  readonly logger: Logger;
}

/** Offer every kind of resource. */
export function registerResources(server: McpServer, parts: ResourceParts): void {
  for (const kind of resourceKinds) {
    if (kind.of === 'all') registerOverall(server, kind, parts);
    else if (kind.of === 'session') registerForSessions(server, kind, parts);
    else registerForRuns(server, kind, parts);
  }
}

function registerOverall(server: McpServer, kind: OverallKind, { app, logger }: ResourceParts): void {
  const { mimeType, read } = kind;
  server.registerResource(kind.name, kind.uri, metadataOf(kind), (uri) =>
    readResource({ uri, mimeType, logger }, async () => read(await app())),
  );
}

function registerForSessions(server: McpServer, kind: SessionKind, { app, logger }: ResourceParts): void {
  const { mimeType, isListed, read } = kind;
  const template = new ResourceTemplate(sessionUri('{session_id}', kind.part), {
    list: isListed ? async () => listedSessions(await app(), kind) : undefined,
    complete: { session_id: async (value) => sessionIdsLike(await app(), value) },
  });
  server.registerResource(kind.name, template, metadataOf(kind), (uri, variables) =>
    readResource({ uri, mimeType, logger }, async () => {
      const opened = await app();
      return read(opened, sessionById(opened, textOf(variables, 'session_id')));
    }),
  );
}

function registerForRuns(server: McpServer, kind: RunKind, { app, logger }: ResourceParts): void {
  const { mimeType, isListed, read } = kind;
  const template = new ResourceTemplate(runUri('{run_id}', kind.part), {
    list: isListed ? async () => listedRuns(await app(), kind) : undefined,
    complete: { run_id: async (value) => runIdsLike(await app(), value) },
  });
  server.registerResource(kind.name, template, metadataOf(kind), (uri, variables) =>
    readResource({ uri, mimeType, logger }, async () => {
      const opened = await app();
      const { session, run } = runById(opened, textOf(variables, 'run_id'));
      return read(opened, session, run);
    }),
  );
}

function metadataOf({ title, description, mimeType }: ResourceKind) {
  return { title, description, mimeType };
}

function textOf(variables: Variables, name: string): string {
  return String(variables[name] ?? '');
}
