import { McpServer, type ServerContext } from '@modelcontextprotocol/server';
import type { Visitor } from '../config/access-tokens.js';
import { Refusal } from '../errors.js';
import type { App } from '../loop/app.js';
import { explainFailure } from '../loop/explain-failure.js';
import type { Progress } from '../loop/jobs.js';
import { openSessionIds } from '../loop/open-sessions.js';
import { version } from '../version.js';
import { advertised } from './advertised-schema.js';
import type { CallRecord } from './call-record.js';
import { clientName } from './client-name.js';
import { instructions } from './instructions.js';
import type { Logger } from './logger.js';
import type { OpenCalls } from './open-calls.js';
import { personAt, QuestionFirst } from './person.js';
import { addPrompts } from './prompts/all.js';
import { connectedClient } from './resources/connected-client.js';
import { linksIn } from './resources/links.js';
import { registerResources } from './resources/register-resources.js';
import { takeSubscriptions } from './resources/subscriptions.js';
import { type ChangeTeller, tellChanges } from './resources/tell-changes.js';
import { respond, respondError } from './respond.js';
import { serveSkill } from './skill/serve-skill.js';
import type { Connection, Tool } from './tool.js';
import { tools } from './tools/all.js';
import { type RefusalContext, refusalContext, withStop } from './with-stop.js';

export interface ServerParts {
  /** Opened at the first call, so that a database that cannot be used is told to the client and not to a log. */
  readonly app: () => Promise<App>;
  readonly connection: Connection;
  readonly logger: Logger;
  readonly calls: OpenCalls;
  /** Told of every call that was answered. */
  readonly record: (call: CallRecord) => void;
  /** Who is served, where that is not simply whoever has started the server. */
  readonly visitor?: Visitor;
  /** Tells of changes, where one does that for all clients. */
  readonly changes?: ChangeTeller;
}

/** One MCP server, for one connection, with every tool, prompt and kind of resource, and the skill. */
export async function createServer(parts: ServerParts): Promise<McpServer> {
  const server = new McpServer(
    { name: 'autoresearch-mcp', title: 'autoresearch', version },
    { instructions, capabilities: { resources: { subscribe: true, listChanged: true } } },
  );
  const subscribed = new Set<string>();
  const changes = parts.changes ?? ownTeller(server, subscribed);
  const app = async () => {
    const opened = await parts.app();
    changes.follow(opened);
    return opened;
  };
  for (const tool of tools) register(server, tool, { ...parts, app }, changes);
  addPrompts(server, () => sessionsToResume(parts));
  takeSubscriptions(server, subscribed);
  registerResources(server, { app, logger: parts.logger });
  await serveSkill(server);
  // Somebody may listen and never call. Where it cannot be opened, whoever calls is told.
  app().catch(() => undefined);
  return server;
}

/** Tells the client of this server alone, as long as it is there. */
function ownTeller(server: McpServer, subscribed: ReadonlySet<string>): ChangeTeller {
  const changes = tellChanges(connectedClient(server, subscribed));
  server.server.onclose = changes.stop;
  return changes;
}

/** Ids to choose from: where they cannot be had, there are none to offer. */
async function sessionsToResume({ app, connection }: ServerParts): Promise<string[]> {
  return await app()
    .then((opened) => openSessionIds(opened, connection.directory))
    .catch(() => []);
}

function register(server: McpServer, tool: Tool, parts: ServerParts, changes: ChangeTeller): void {
  const { name, title, description, annotations } = tool;
  const inputSchema = advertised(tool.input);
  const outputSchema = advertised(tool.output);
  server.registerTool(
    name,
    { title, description, annotations, inputSchema, outputSchema },
    async (args, context) => {
      const started = performance.now();
      const { result, ...became } = await parts.calls.follow(goneSignals(context), (signal) =>
        answer(server, tool, { args, context, parts, signal }),
      );
      changes.look();
      const milliseconds = Math.round(performance.now() - started);
      const visitor = parts.visitor === undefined ? {} : { visitor: parts.visitor.name };
      parts.record({ tool: name, ...became, milliseconds, ...visitor });
      return result;
    },
  );
}

/** In the 2025-11-25 revision, a client that has just gone has cancelled nothing. */
function goneSignals({ mcpReq, http }: ServerContext): AbortSignal[] {
  return http?.req === undefined ? [mcpReq.signal] : [mcpReq.signal, http.req.signal];
}

interface ToolRequest {
  readonly args: unknown;
  readonly context: ServerContext;
  readonly parts: ServerParts;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** What a call is answered, and what to record of it. */
async function answer(server: McpServer, tool: Tool, { args, context, parts, signal }: ToolRequest) {
  try {
    const { connection, visitor } = parts;
    if (visitor?.readOnly === true && !tool.annotations.readOnlyHint) throw mayOnlyRead(visitor, tool);
    const app = await parts.app();
    const client = clientName(context, server.server.getClientVersion());
    const call = {
      app,
      connection,
      signal,
      onProgress: progressTo(context),
      person: personAt(context, signal, connection.asked, server.server.getClientCapabilities()),
      mayChange: mayChange(visitor),
      ...(client === undefined ? {} : { client }),
    };
    const reply = await withStop(call, tool.name, await tool.handle(args, call));
    const session = reply.session_id === undefined ? {} : { session: reply.session_id };
    const links = linksIn(tool.name, reply, server.server.getNegotiatedProtocolVersion());
    return { result: respond(reply, links), outcome: 'ok' as const, ...session };
  } catch (error) {
    if (error instanceof QuestionFirst) return { result: error.result, outcome: 'asked' as const };
    const known = error instanceof Refusal ? error : explainFailure(error);
    if (known !== error) parts.logger.error({ err: error, tool: tool.name }, 'a call failed');
    const refused = { tool: tool.name, args };
    const { details, ...about } = await refusedOf(parts, signal, refused, error);
    const outcome = known?.code ?? ('internal' as const);
    return { result: respondError(known ?? error, details), outcome, ...about };
  }
}

/** Whoever has started the server may, and so may each visitor whose token says nothing else. */
function mayChange(visitor: Visitor | undefined): boolean {
  return visitor?.readOnly !== true;
}

function mayOnlyRead({ name }: Visitor, { name: tool }: Tool): Refusal {
  return new Refusal(
    'read_only',
    `The token "${name}" may only read, and ${tool} changes something.`,
    'Ask a person for a token that may change things; `autoresearch-mcp token add <name>` makes one.',
  );
}

/** What is said of the session with a refusal, where there is one: a database that cannot be opened knows none. */
async function refusedOf(
  { app, connection, visitor }: ServerParts,
  signal: AbortSignal,
  refused: { readonly tool: string; readonly args: unknown },
  error: unknown,
): Promise<RefusalContext> {
  return await app().then(
    (opened) =>
      refusalContext({ app: opened, connection, signal, mayChange: mayChange(visitor) }, refused, error),
    () => ({ details: {} }),
  );
}

/** Tell the client how far a run is. Nothing depends on the client still being there to hear it. */
function progressTo(context: ServerContext): (progress: Progress) => void {
  const progressToken = context.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return () => undefined;
  const started = Date.now();
  return ({ done, total, message }) => {
    const count = total === undefined ? '' : ` (${done} of ${total})`;
    const seconds = (Date.now() - started) / 1000;
    // The protocol wants a number that only grows: the time that has passed does.
    const params = {
      progressToken,
      progress: seconds,
      message: `${message}${count}, ${Math.round(seconds)} s`,
    };
    context.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}
