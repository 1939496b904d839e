import { startHttpServer } from './http-server.js';

/** A server over HTTP, as a client is told of it. */
export interface Served {
  /** Ends in `/mcp`. */
  readonly url: string;
  /** The token that the first start has made. */
  readonly token: string;
}

/** Serve the repositories in a directory over HTTP. It ends with the test. */
export async function serveHttp(root: string): Promise<Served> {
  const { origin, secret } = await startHttpServer({ roots: [root] });
  return { url: `${origin}/mcp`, token: secret() };
}
