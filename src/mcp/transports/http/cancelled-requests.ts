import type { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { z } from 'zod';

const cancelled = z.object({
  method: z.literal('notifications/cancelled'),
  params: z.object({ requestId: z.union([z.string(), z.number()]) }),
});

/**
 * A request that was cancelled gets no answer, and the stream that was kept open for one ends: else a client that often gives
 * up has ever more connections.
 *
 * @param transport connected to its server.
 */
export function endCancelledRequests(transport: WebStandardStreamableHTTPServerTransport): void {
  const { onmessage } = transport;
  transport.onmessage = (message, extra) => {
    onmessage?.(message, extra);
    const { data } = cancelled.safeParse(message);
    if (data !== undefined) transport.closeSSEStream(data.params.requestId);
  };
}
