import { createMcpHandler, isLegacyRequest, type McpServer } from '@modelcontextprotocol/server';
import type { Visitor } from '../../../config/access-tokens.js';
import type { Logger } from '../../logger.js';
import { type ChangeTeller, tellChanges } from '../../resources/tell-changes.js';
import { authInfoOf, visitorOf } from './auth-info.js';
import type { Keyring } from './keyring.js';
import { legacySessions } from './legacy-sessions.js';
import { withSignsOfLife } from './signs-of-life.js';
import { logUnserved } from './unserved-request.js';

/** Of one request; the longest that a tool takes is far below. */
export const maxBodyBytes = 4 * 1024 * 1024;

export interface EndpointParts {
  /** One server: for a session of the 2025-11-25 revision, or for one request of the 2026-07-28 one. */
  readonly createServer: (visitor: Visitor, changes?: ChangeTeller) => Promise<McpServer>;
  readonly keyring: Keyring;
  readonly logger: Logger;
}

/** `/mcp`, in both revisions of Streamable HTTP: with sessions, and without. */
export function mcpEndpoint({ createServer, keyring, logger }: EndpointParts) {
  const modern = createMcpHandler(({ authInfo }) => createServer(visitorOf(authInfo), changes), {
    legacy: 'reject',
    maxRequestBodySize: maxBodyBytes,
    // What becomes of it is told by the answer; this is why, where that keeps it to itself.
    onerror: (error) => logger.debug({ err: error }, 'a request was not served'),
  });
  // A server lasts for one request here: one teller tells all who listen.
  const changes = tellChanges({
    isThere: () => true,
    listChanged: () => modern.notify.resourcesChanged(),
    updated: (uri) => modern.notify.resourceUpdated(uri),
  });
  const legacy = legacySessions({ createServer, isKnown: keyring.knows, maxBodyBytes });
  return {
    fetch: async (request: Request, visitor: Visitor): Promise<Response> => {
      const isLegacy = await isLegacyRequest(request, undefined, { maxRequestBodySize: maxBodyBytes });
      const answering = isLegacy
        ? legacy.fetch(request, visitor)
        : modern.fetch(request, { authInfo: authInfoOf(visitor) });
      const answer = answering.then((given) => logUnserved(logger, given));
      return await (isLegacy ? answer : withSignsOfLife(answer));
    },
    /** Sessions of the 2025-11-25 revision that are open. */
    sessions: legacy.count,
    close: async (): Promise<void> => {
      changes.stop();
      await Promise.all([modern.close(), legacy.close()]);
    },
  };
}
