import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Denial } from './admission.js';

/** What is answered at once and by the server itself. */
export interface PlainAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What comes after the head of such a request is not waited for: there may be any amount of it. */
export function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, type, body, headers }: PlainAnswer,
): void {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (length !== undefined || encoding !== undefined) response.shouldKeepAlive = false;
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers }).end(body);
}

/** Say why a request does not go on. */
export function deny(
  request: IncomingMessage,
  response: ServerResponse,
  { status, message, headers = {} }: Denial,
): void {
  const body = JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32001, message } });
  answer(request, response, { status, type: 'application/json', headers, body });
}
