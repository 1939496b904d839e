import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import type { Visitor } from '../../../config/access-tokens.js';
import { type Admission, admit, type Denial, otherMethod } from './admission.js';
import { authInfoOf, visitorOf } from './auth-info.js';
import { logFailedRequests } from './failed-request.js';
import { type ListenOptions, listen } from './listen.js';
import { type EndpointParts, maxBodyBytes, mcpEndpoint } from './mcp-endpoint.js';
import { oneAtATime } from './one-at-a-time.js';
import { openAnswers } from './open-answers.js';
import { answer, deny, type PlainAnswer } from './plain-answers.js';

export interface HttpParts extends EndpointParts, Admission {
  /** Text in the format of Prometheus. */
  readonly metrics: () => Promise<string>;
}

/** `/mcp` for clients, `/healthz` for whoever sees to it that the server runs, `/metrics` behind the token. */
export async function serveOverHttp(parts: HttpParts, options: ListenOptions) {
  const endpoint = mcpEndpoint(parts);
  const failed = logFailedRequests(parts.logger);
  const mcp = toNodeHandler(
    { fetch: (request, { authInfo } = {}) => endpoint.fetch(request, visitorOf(authInfo)) },
    { maxRequestBodySize: maxBodyBytes, onerror: failed },
  );

  const answers = openAnswers(parts.keyring.knows);
  const isInTurn = oneAtATime();
  let isEnding = false;
  // Somebody may be trying tokens.
  const keepOut = (request: IncomingMessage, response: ServerResponse, denial: Denial): void => {
    parts.logger.warn({ status: denial.status, from: request.socket.remoteAddress }, 'kept out');
    deny(request, response, denial);
  };
  const listener: RequestListener = (request, response) => {
    if (!isInTurn(request, response)) return;
    if (isEnding) return deny(request, response, ending);
    const path = pathOf(request);
    // A probe asks by whatever address it has found, and is told nothing that a page in a browser could use.
    if (path === '/healthz') return answer(request, response, ok);
    const { visitor, denial } = admit(request, parts);
    if (visitor === undefined) return keepOut(request, response, denial);
    if (path === '/metrics') return void tellMetrics(parts, request, response);
    const wrong = path === '/mcp' ? otherMethod(request) : nowhere;
    if (wrong !== undefined) return deny(request, response, wrong);
    answers.add(response, visitor);
    mcp(withVisitor(request, visitor), response).catch(failed);
  };

  const { server, dropConnections } = await listen(listener, options);
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  const refuse = (): void => {
    isEnding = true;
    server.close();
  };
  return {
    url: urlOf(options, server.address()),
    sessions: endpoint.sessions,
    /** Take nothing more. What was asked already can still be answered. */
    refuse,
    close: async (): Promise<void> => {
      refuse();
      await endpoint.close();
      await answers.close();
      dropConnections();
      await closed;
    },
  };
}

const ok: PlainAnswer = { status: 200, type: 'text/plain', body: 'ok\n' };
const nowhere: Denial = { status: 404, message: 'It is at /mcp.' };
const ending: Denial = {
  status: 503,
  message: 'The server is being stopped.',
  headers: { connection: 'close' },
};

function withVisitor(request: IncomingMessage, visitor: Visitor) {
  const { method = 'GET', url = '/', headers } = request;
  const body = { [Symbol.asyncIterator]: () => request[Symbol.asyncIterator]() };
  return { ...body, method, url, headers, auth: authInfoOf(visitor) };
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?')[0] ?? url;
}

function urlOf({ host, tls }: ListenOptions, address: AddressInfo | string | null): string {
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function tellMetrics(
  { metrics, logger }: HttpParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const told = await metrics().then(
    (body) => ({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body }),
    (error: unknown) => {
      logger.error({ err: error }, 'the metrics cannot be told');
      return { status: 500, type: 'text/plain', body: 'see the log\n' };
    },
  );
  answer(request, response, told);
}
