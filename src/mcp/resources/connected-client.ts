import type { McpServer } from '@modelcontextprotocol/server';
import type { Audience } from './tell-changes.js';

/** From this revision of the protocol on, the SDK itself knows who listens to what. */
const firstWithListening = '2026-07-28';

/**
 * The client of a connection: it hears of the list of resources, and of those that it has subscribed to.
 *
 * @param subscribed URIs.
 */
export function connectedClient(server: McpServer, subscribed: ReadonlySet<string>): Audience {
  const revision = () => server.server.getNegotiatedProtocolVersion();
  const isHeard = (uri: string) => subscribed.has(uri) || (revision() ?? '') >= firstWithListening;
  // The client may be gone by now. Nothing depends on its hearing this.
  const gone = () => undefined;
  return {
    // Before a revision is agreed on, a client need not understand anything.
    isThere: () => server.isConnected() && revision() !== undefined,
    listChanged: () => void server.server.sendResourceListChanged().catch(gone),
    updated: (uri) => {
      if (isHeard(uri)) server.server.sendResourceUpdated({ uri }).catch(gone);
    },
  };
}
