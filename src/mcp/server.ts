import { McpServer, type ServerContext, type StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { type ErrorDetails, Refusal } from '../errors.js';
import type { App } from '../loop/app.js';
import { explainFailure } from '../loop/explain-failure.js';
import type { Progress } from '../loop/jobs.js';
import { version } from '../version.js';
import { instructions } from './instructions.js';
import { toJsonSchema } from './json-schema.js';
import type { Logger } from './logger.js';
import { personAt, QuestionFirst } from './person.js';
import { respond, respondError } from './respond.js';
import type { Connection, Tool } from './tool.js';
import { tools } from './tools/all.js';
import { stopDetails, withStop } from './with-stop.js';

export interface ServerParts {
  /** Opened at the first call, so that a database that cannot be used is told to the client and not to a log. */
  readonly app: () => Promise<App>;
  readonly connection: Connection;
  readonly logger: Logger;
}

/** One MCP server, for one connection, with every tool. */
export function createServer(parts: ServerParts): McpServer {
  const server = new McpServer(
    { name: 'autoresearch-mcp', title: 'autoresearch', version },
    { instructions },
  );
  for (const tool of tools) register(server, tool, parts);
  return server;
}

function register(server: McpServer, tool: Tool, parts: ServerParts): void {
  const { name, title, description, annotations } = tool;
  const inputSchema = advertised(tool.input);
  const outputSchema = advertised(tool.output);
  server.registerTool(
    name,
    { title, description, annotations, inputSchema, outputSchema },
    async (args, context) => {
      try {
        const { connection } = parts;
        const app = await parts.app();
        const call = {
          app,
          connection,
          signal: context.mcpReq.signal,
          onProgress: progressTo(context),
          person: personAt(context, connection.asked, server.server.getClientCapabilities()),
        };
        return respond(withStop(app, await tool.handle(args, call)));
      } catch (error) {
        if (error instanceof QuestionFirst) return error.result;
        if (!(error instanceof Refusal)) parts.logger.error({ err: error, tool: name }, 'a call failed');
        return respondError(
          explainFailure(error) ?? error,
          await refusedOf(parts, { tool: name, args }, error),
        );
      }
    },
  );
}

/** What is said of the session with a refusal, where there is one: a database that cannot be opened knows none. */
async function refusedOf(
  { app, connection }: ServerParts,
  call: { readonly tool: string; readonly args: unknown },
  error: unknown,
): Promise<ErrorDetails> {
  return await app().then(
    (opened) => stopDetails(opened, connection, call, error),
    () => ({}),
  );
}

/**
 * A schema as the SDK lists it, that lets everything through: the tool's own strict parse answers, with the nearest
 * right name, where the SDK's would only say "invalid".
 */
function advertised(schema: Tool['input']): StandardSchemaWithJSON<unknown, unknown> {
  const json = toJsonSchema(schema);
  return {
    '~standard': {
      version: 1,
      vendor: 'autoresearch-mcp',
      validate: (value) => ({ value }),
      jsonSchema: { input: () => json, output: () => json },
    },
  };
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
