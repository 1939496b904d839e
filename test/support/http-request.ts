import { request } from 'node:http';

const protocolHeaders = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** One request as it goes over the wire, without a client that would make it a good one. */
export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** @returns the whole answer. @throws Error where the connection ends without one. */
export function ask(
  origin: string,
  { method = 'POST', path = '/mcp', headers = {}, body = '' }: Asked,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(
      origin,
      { method, path, agent: false, headers: { ...protocolHeaders, ...headers } },
      (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => {
          text += chunk.toString('utf8');
        });
        answer.once('error', reject);
        answer.once('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
        );
      },
    );
    asked.once('error', reject);
    asked.end(body);
  });
}

export function bearer(secret: string): { authorization: string } {
  return { authorization: `Bearer ${secret}` };
}

/** The first request of a client of the 2025-11-25 revision. */
export const initialize = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'raw', version: '1' },
  },
});
