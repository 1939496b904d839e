import { StreamableHTTPClientTransport as NewTransport } from '@modelcontextprotocol/client';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { type ClientOptions, connectNew, connectOld, type TestClient } from './client.js';
import type { ClientKind } from './client-kinds.js';

/** Who asks whom. */
export interface Address {
  readonly origin: string;
  readonly secret: string;
}

/** Connect over Streamable HTTP to a server that is there already. */
export async function connectOverHttp(
  { origin, secret }: Address,
  kind: ClientKind,
  options: ClientOptions,
): Promise<TestClient> {
  const url = new URL('/mcp', origin);
  const requestInit = { headers: { authorization: `Bearer ${secret}` } };
  return kind.startsWith('old')
    ? await connectOld(new OldTransport(url, { requestInit }), options)
    : await connectNew(new NewTransport(url, { requestInit }), options, kind.startsWith('stateless'));
}
