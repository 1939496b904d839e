import { fileURLToPath } from 'node:url';
import { Client as NewClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as NewTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { temporaryDirectory } from './temporary.js';

/** The built server, as its users start it. */
export const serverPath = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** `new`: @modelcontextprotocol/client 2.x. `old`: the 1.x client that most of the field still speaks through. */
export const clientKinds = ['new', 'old'] as const;

/** For what lies behind the protocol, of which both kinds would see the same. */
export const oneKind = ['new'] as const;
/** `stateless`: the 2.x client over the 2026-07-28 revision of the protocol. */
export type ClientKind = (typeof clientKinds)[number] | 'stateless';

const errorShape = z.looseObject({ code: z.string(), message: z.string(), hint: z.string() });
const resultShape = z.looseObject({
  isError: z.boolean().optional(),
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  structuredContent: z.looseObject({ error: errorShape.optional() }).optional(),
});

/** What a call brought, whichever client made it. */
export interface CallOutcome {
  readonly isError: boolean;
  readonly text: string;
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
  readonly env?: Readonly<Record<string, string>>;
  /** How the person at the client answers what they are asked. Without it the client cannot ask. */
  readonly answer?: Answer;
  /** More arguments of the program. */
  readonly options?: readonly string[];
  /** Arguments of Node.js itself, before the program. */
  readonly nodeOptions?: readonly string[];
}

/** What a person does with a question. */
export type Answer = (message: string) => Promise<{
  action: 'accept' | 'decline' | 'cancel';
  content?: Record<string, boolean>;
}>;

/** Start the built server as a child and connect to it over stdio. It is closed with the test. */
export async function connect(options: ConnectOptions): Promise<Connected> {
  const home = options.home ?? temporaryDirectory();
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
  const progress: string[] = [];
  const onprogress = ({ message }: { message?: string | undefined }) => void progress.push(message ?? '');
  const wire =
    options.kind === 'old'
      ? await connectOld(parameters, onprogress, options.answer)
      : await connectNew(parameters, onprogress, options);
  let errors = '';
  wire.transport.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  const call: Connected['call'] = async (name, args = {}, signal) =>
    outcomeOf(await wire.callTool(name, args, signal));
  onTestFinished(() => wire.close());
  return {
    home,
    pid: wire.transport.pid ?? 0,
    stderr: () => errors,
    progress,
    listTools: wire.listTools,
    call,
    ...expecting(call),
    close: wire.close,
  };
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

type OnProgress = (progress: { message?: string | undefined }) => void;
type Parameters = ConstructorParameters<typeof NewTransport>[0];

async function connectNew(
  parameters: Parameters,
  onprogress: OnProgress,
  { answer, kind }: Pick<ConnectOptions, 'answer' | 'kind'>,
) {
  const client = new NewClient(
    { name: 'test-new', version: '1.0.0' },
    {
      capabilities: answer === undefined ? {} : { elicitation: {} },
      ...(kind === 'stateless' ? { versionNegotiation: { mode: { pin: '2026-07-28' } } } : {}),
    },
  );
  if (answer !== undefined) {
    client.setRequestHandler('elicitation/create', (request) => answer(request.params.message));
  }
  const transport = new NewTransport(parameters);
  await client.connect(transport);
  return {
    transport,
    listTools: async () => (await client.listTools()).tools,
    callTool: (name: string, args: Record<string, unknown>, signal?: AbortSignal) =>
      client.callTool(
        { name, arguments: args },
        { onprogress, timeout: 120_000, ...(signal === undefined ? {} : { signal }) },
      ),
    close: () => client.close(),
  };
}

async function connectOld(parameters: Parameters, onprogress: OnProgress, answer?: Answer) {
  const capabilities = answer === undefined ? {} : { elicitation: {} };
  const client = new OldClient({ name: 'test-old', version: '1.0.0' }, { capabilities });
  if (answer !== undefined) {
    client.setRequestHandler(ElicitRequestSchema, (request) => answer(request.params.message));
  }
  const transport = new OldTransport(parameters);
  await client.connect(transport);
  return {
    transport,
    listTools: async () => (await client.listTools()).tools,
    callTool: (name: string, args: Record<string, unknown>, signal?: AbortSignal) =>
      client.callTool({ name, arguments: args }, undefined, {
        onprogress,
        timeout: 120_000,
        ...(signal === undefined ? {} : { signal }),
      }),
    close: () => client.close(),
  };
}

function outcomeOf(raw: unknown): CallOutcome {
  const { isError, content, structuredContent } = resultShape.parse(raw);
  const text = content.map((part) => part.text ?? '').join('\n');
  const error = structuredContent?.error;
  return {
    isError: isError ?? false,
    text,
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
