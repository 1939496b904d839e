import { z } from 'zod';
import { type ClientPage, snippetOf } from './client-page.js';

const overStdio = z.strictObject({
  type: z.literal('stdio').optional(),
  command: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()).optional(),
});
const overHttp = z.strictObject({
  type: z.literal('http').optional(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
});
const ours = z.strictObject({ autoresearch: z.unknown() });
/** VS Code has another name for the same, and asks for what it does not know. */
const settings = z.union([
  z.strictObject({ mcpServers: ours }).transform(({ mcpServers }) => mcpServers.autoresearch),
  z
    .strictObject({ servers: ours, inputs: z.array(z.unknown()).optional() })
    .transform(({ servers }) => servers.autoresearch),
]);

/** What a client puts in place of names in its settings. */
export type Filled = Readonly<Record<string, string>>;

/** How a client's page has the server started. */
export function stdioServer(client: ClientPage, purpose: string, filled: Filled) {
  return overStdio.parse(serverIn(client, purpose, filled));
}

/** How a client's page has it reach one over HTTP. */
export function httpServer(client: ClientPage, filled: Filled) {
  return overHttp.parse(serverIn(client, 'http', filled));
}

function serverIn(client: ClientPage, purpose: string, filled: Filled): unknown {
  const text = Object.entries(filled).reduce(
    (before, [name, value]) => before.replaceAll(name, value),
    snippetOf(client, 'json', purpose),
  );
  return settings.parse(JSON.parse(text));
}
