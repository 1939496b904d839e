import { randomUUID } from 'node:crypto';
import { type McpServer, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { isSameVisitor, type Visitor } from '../../../config/access-tokens.js';
import { authInfoOf } from './auth-info.js';
import { endCancelledRequests } from './cancelled-requests.js';

const idleMilliseconds = 24 * 60 * 60 * 1000;
const mostSessions = 500;
/** Of one token: nobody's clients push out those of all others. */
const mostOfOne = 250;
const sweepMilliseconds = 5_000;

interface LegacySession {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly server: McpServer;
  readonly visitor: Visitor;
  lastUsed: number;
}

export interface LegacyParts {
  readonly createServer: (visitor: Visitor) => Promise<McpServer>;
  /** Whether a visitor would still be let in. */
  readonly isKnown: (visitor: Visitor) => boolean;
  readonly maxBodyBytes: number;
}

/**
 * Sessions of the 2025-11-25 revision, by their header. One belongs to the token that began it: to any other it does not exist.
 * It ends by DELETE, with its token, or after a day without a request.
 */
export function legacySessions(parts: LegacyParts) {
  const sessions = new Map<string, LegacySession>();
  const sweeping = setInterval(() => sweep(), sweepMilliseconds).unref();

  function sweep(): void {
    const oldest = Date.now() - idleMilliseconds;
    for (const [id, session] of sessions) {
      if (session.lastUsed < oldest || !parts.isKnown(session.visitor)) end(id);
    }
  }

  function end(id: string): void {
    const session = sessions.get(id);
    sessions.delete(id);
    session?.server.close().catch(() => undefined);
  }

  async function begin(request: Request, visitor: Visitor): Promise<Response> {
    const server = await parts.createServer(visitor);
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      maxRequestBodySize: parts.maxBodyBytes,
      onsessioninitialized: (id) => {
        sessions.set(id, { transport, server, visitor, lastUsed: Date.now() });
        keepWithinLimits(visitor);
      },
      onsessionclosed: end,
    });
    try {
      // Not by the outer one, which looks at each URI before the request: where it throws, the client is told of no request.
      await server.server.connect(transport);
      endCancelledRequests(transport);
      return await transport.handleRequest(request, { authInfo: authInfoOf(visitor) });
    } finally {
      // It was not the beginning of a session after all, and the transport has said so.
      if (transport.sessionId === undefined) await server.close();
    }
  }

  /** The one that has just begun is the last to go. */
  function keepWithinLimits(visitor: Visitor): void {
    const own = [...sessions].filter(([, session]) => isSameVisitor(session.visitor, visitor));
    endLeastUsed(own, mostOfOne);
    endLeastUsed([...sessions], mostSessions);
  }

  function endLeastUsed(among: [string, LegacySession][], most: number): void {
    if (among.length <= most) return;
    const byUse = among.sort(([, a], [, b]) => a.lastUsed - b.lastUsed);
    for (const [id] of byUse.slice(0, -most)) end(id);
  }

  return {
    fetch: async (request: Request, visitor: Visitor): Promise<Response> => {
      const id = request.headers.get('mcp-session-id');
      if (id === null) return begin(request, visitor);
      const session = sessions.get(id);
      if (session === undefined || !isSameVisitor(session.visitor, visitor)) return notFound();
      session.lastUsed = Date.now();
      return await session.transport.handleRequest(request, { authInfo: authInfoOf(visitor) });
    },
    count: (): number => sessions.size,
    close: async (): Promise<void> => {
      clearInterval(sweeping);
      await Promise.all([...sessions.values()].map(({ server }) => server.close()));
      sessions.clear();
    },
  };
}

/** What the revision asks for: a client then begins another session. */
function notFound(): Response {
  const error = { code: -32001, message: 'There is no such session: begin another with `initialize`.' };
  return Response.json({ jsonrpc: '2.0', id: null, error }, { status: 404 });
}
