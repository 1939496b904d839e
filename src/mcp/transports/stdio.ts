import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { logProtocolErrors } from '../protocol-error.js';
import { createServer, type ServerParts } from '../server.js';

/**
 * Serve one client over stdin and stdout.
 *
 * @returns a promise that settles when the client has closed its end.
 */
export function serveOverStdio(parts: ServerParts): Promise<void> {
  return new Promise((resolve) => {
    const transport = new StdioServerTransport();
    serveStdio(() => createServer(parts), {
      transport,
      onerror: logProtocolErrors(parts.logger),
    });
    // The entry has taken the callback of the transport: end of input is seen on the stream itself.
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
    process.stdout.once('error', () => resolve());
  });
}
