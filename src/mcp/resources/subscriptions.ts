import { type McpServer, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

const mostSubscriptions = 1_000;
const longestUri = 500;

/**
 * Let a client of the 2025-11-25 revision, or of an older one, subscribe to resources. (Later ones listen, which the SDK
 * serves.) What it may subscribe to is bounded, since the server remembers it for as long as it is there.
 *
 * @param uris what it has subscribed to: they are added to and removed.
 */
export function takeSubscriptions(server: McpServer, uris: Set<string>): void {
  server.server.setRequestHandler('resources/subscribe', ({ params: { uri } }) => {
    if (uri.length > longestUri)
      throw refused(`No resource has a URI of more than ${longestUri} characters.`);
    if (uris.size >= mostSubscriptions && !uris.has(uri)) {
      throw refused(`There are ${mostSubscriptions} subscriptions: unsubscribe from some first.`);
    }
    uris.add(uri);
    return {};
  });
  server.server.setRequestHandler('resources/unsubscribe', ({ params }) => {
    uris.delete(params.uri);
    return {};
  });
}

function refused(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
