import { StdioClientTransport as NewTransport } from '@modelcontextprotocol/client/stdio';
import { StdioClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Answer, type ClientOptions, connectNew, connectOld, type TestClient } from './client.js';
import { type ClientKind, isOverHttp } from './client-kinds.js';
import { type Address, connectOverHttp } from './http-client.js';
import { startHttpServer } from './http-server.js';
import type { Prompts } from './prompts.js';
import type { ResourceUse } from './resource-use.js';
import { serverPath } from './server-path.js';
import { temporaryDirectory } from './temporary.js';

export type { Answer } from './client.js';
export { type ClientKind, clientKinds, everyKind, kindsOfEachRevision, oneKind } from './client-kinds.js';
export { serverPath } from './server-path.js';

const errorShape = z.looseObject({ code: z.string(), message: z.string(), hint: z.string() });
const resultShape = z.looseObject({
  isError: z.boolean().optional(),
  content: z.array(
    z.looseObject({ type: z.string(), text: z.string().optional(), uri: z.string().optional() }),
  ),
  structuredContent: z.looseObject({ error: errorShape.optional() }).optional(),
});

/** What a call brought, whichever client made it. */
export interface CallOutcome {
  readonly isError: boolean;
  readonly text: string;
  /** URIs of the resources that the result links to. */
  readonly links: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever fields the tool answers with
  readonly fields: Record<string, any>;
  readonly error?: z.infer<typeof errorShape>;
}

export interface Connected {
  /** `$AUTORESEARCH_HOME` of the server. */
  readonly home: string;
  readonly pid: number;
  readonly stderr: () => string;
  /** Progress messages seen so far. */
  readonly progress: readonly string[];
  readonly listTools: () => Promise<readonly Record<string, unknown>[]>;
  readonly prompts: Prompts;
  readonly resources: ResourceUse;
  readonly call: (name: string, args?: Record<string, unknown>, signal?: AbortSignal) => Promise<CallOutcome>;
  /** Call and fail the test unless it succeeds. */
  readonly ok: (name: string, args?: Record<string, unknown>) => Promise<CallOutcome['fields']>;
  /** Call and fail the test unless it is refused. */
  readonly refused: (name: string, args?: Record<string, unknown>) => Promise<z.infer<typeof errorShape>>;
  readonly close: () => Promise<void>;
}

export interface ConnectOptions {
  readonly directory: string;
  readonly kind?: ClientKind;
  readonly home?: string;
  /** Directories, besides the first, in which repositories exist for a server over HTTP. */
  readonly elsewhere?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** How the person at the client answers what they are asked. Without it the client cannot ask. */
  readonly answer?: Answer;
  /** More arguments of the program. */
  readonly options?: readonly string[];
  /** Arguments of Node.js itself, before the program. */
  readonly nodeOptions?: readonly string[];
}

interface Wire extends TestClient {
  readonly pid: number;
  readonly stderr: () => string;
}

/** Start the built server as a child and connect to it, over stdio or over HTTP. It is closed with the test. */
export async function connect(options: ConnectOptions): Promise<Connected> {
  const home = options.home ?? temporaryDirectory();
  const progress: string[] = [];
  const client: ClientOptions = {
    onprogress: ({ message }) => void progress.push(message ?? ''),
    answer: options.answer,
  };
  const over = options.kind !== undefined && isOverHttp(options.kind) ? overHttp : overStdio;
  const { pid, stderr, ...wire } = await over(options, home, client);
  onTestFinished(() => wire.close());
  return { home, pid, stderr, progress, ...connectedTo(wire) };
}

/** A client whose server is nobody's alone. */
export type OneOfMany = Omit<Connected, 'home' | 'pid' | 'stderr'>;

/** A client that looks at what each call brings. */
function connectedTo({ callTool, ...client }: TestClient): Omit<OneOfMany, 'progress'> {
  const call: Connected['call'] = async (name, args = {}, signal) =>
    outcomeOf(await callTool(name, args, signal));
  return { ...client, call, ...expecting(call) };
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

async function overStdio(options: ConnectOptions, home: string, client: ClientOptions): Promise<Wire> {
  const parameters = {
    command: process.execPath,
    args: [
      ...(options.nodeOptions ?? []),
      serverPath,
      '--directory',
      options.directory,
      ...(options.options ?? []),
    ],
    env: { ...definedEnvironment(), ...options.env, AUTORESEARCH_HOME: home },
    stderr: 'pipe' as const,
  };
  const isOld = options.kind === 'old';
  const transport = isOld ? new OldTransport(parameters) : new NewTransport(parameters);
  let errors = '';
  transport.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  const connected = isOld
    ? await connectOld(transport, client)
    : await connectNew(transport, client, options.kind === 'stateless');
  return { ...connected, pid: transport.pid ?? 0, stderr: () => errors };
}

/** A server of its own: it is ended when the client is closed, as over stdio. */
async function overHttp(
  { directory, elsewhere = [], ...options }: ConnectOptions,
  home: string,
  client: ClientOptions,
): Promise<Wire> {
  const server = await startHttpServer({ ...options, home, roots: [directory, ...elsewhere] });
  const { kind = 'new over HTTP' } = options;
  const connected = await connectOverHttp({ ...server, secret: server.secret() }, kind, client);
  const close = async () => {
    await connected.close();
    await server.stop();
  };
  return { ...connected, pid: server.pid, stderr: server.stderr, close };
}

function outcomeOf(raw: unknown): CallOutcome {
  const { isError, content, structuredContent } = resultShape.parse(raw);
  const text = content.flatMap((part) => part.text ?? []).join('\n');
  const error = structuredContent?.error;
  return {
    isError: isError ?? false,
    text,
    links: content.flatMap((part) => (part.type === 'resource_link' ? (part.uri ?? []) : [])),
    fields: structuredContent ?? {},
    ...(error === undefined ? {} : { error }),
  };
}

/** Calls of which the outcome is known, by way of another. */
export function expecting(call: Connected['call']): Pick<Connected, 'ok' | 'refused'> {
  return {
    ok: async (name, args) => {
      const outcome = await call(name, args);
      if (outcome.isError) throw new Error(`${name} was refused: ${outcome.text}`);
      return outcome.fields;
    },
    refused: async (name, args) => {
      const { error, text } = await call(name, args);
      if (error === undefined) throw new Error(`${name} was not refused: ${text}`);
      return error;
    },
  };
}

/** A client of a server that is there already, as one of many. It is closed with the test. */
export async function connectTo(address: Address, kind: ClientKind = 'new over HTTP'): Promise<OneOfMany> {
  const progress: string[] = [];
  const client = await connectOverHttp(address, kind, {
    onprogress: ({ message }) => void progress.push(message ?? ''),
  });
  onTestFinished(() => client.close());
  return { progress, ...connectedTo(client) };
}
