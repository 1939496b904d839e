import { Client as NewClient, type Transport as NewTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport as OldTransport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ElicitRequestSchema,
  ResourceListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { type Prompts, promptsOf } from './prompts.js';
import { type ResourceUse, resourceUse } from './resource-use.js';

/** What a person does with a question. */
export type Answer = (message: string) => Promise<{
  action: 'accept' | 'decline' | 'cancel';
  content?: Record<string, boolean>;
}>;

/** What a client sees and says, whichever wire it is at. */
export interface TestClient {
  readonly prompts: Prompts;
  readonly resources: ResourceUse;
  readonly listTools: () => Promise<readonly Record<string, unknown>[]>;
  readonly callTool: (name: string, args: Record<string, unknown>, signal?: AbortSignal) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

export interface ClientOptions {
  readonly onprogress: (progress: { message?: string | undefined }) => void;
  /** Without it the client cannot ask. */
  readonly answer?: Answer | undefined;
}

function requestOptions(onprogress: ClientOptions['onprogress'], signal: AbortSignal | undefined) {
  return { onprogress, timeout: 120_000, ...(signal === undefined ? {} : { signal }) };
}

/** The 2.x client. @param isStateless over the 2026-07-28 revision of the protocol. */
export async function connectNew(
  transport: NewTransport,
  { onprogress, answer }: ClientOptions,
  isStateless: boolean,
): Promise<TestClient> {
  const client = new NewClient(
    { name: 'test-new', version: '1.0.0' },
    {
      capabilities: answer === undefined ? {} : { elicitation: {} },
      ...(isStateless ? { versionNegotiation: { mode: { pin: '2026-07-28' } } } : {}),
    },
  );
  if (answer !== undefined) {
    client.setRequestHandler('elicitation/create', (request) => answer(request.params.message));
  }
  const told: string[] = [];
  client.setNotificationHandler(
    'notifications/resources/updated',
    ({ params }) => void told.push(params.uri),
  );
  client.setNotificationHandler('notifications/resources/list_changed', () => void told.push('list'));
  await client.connect(transport);
  const subscribing = {
    subscribe: (uri: string): Promise<unknown> =>
      isStateless
        ? client.listen({ resourceSubscriptions: [uri], resourcesListChanged: true })
        : client.subscribeResource({ uri }),
    unsubscribe: (uri: string) => client.unsubscribeResource({ uri }),
  };
  return {
    prompts: promptsOf(client),
    resources: resourceUse(client, subscribing, told),
    listTools: async () => (await client.listTools()).tools,
    callTool: (name, args, signal) =>
      client.callTool({ name, arguments: args }, requestOptions(onprogress, signal)),
    close: () => client.close(),
  };
}

/** The 1.x client. */
export async function connectOld(
  transport: OldTransport,
  { onprogress, answer }: ClientOptions,
): Promise<TestClient> {
  const capabilities = answer === undefined ? {} : { elicitation: {} };
  const client = new OldClient({ name: 'test-old', version: '1.0.0' }, { capabilities });
  if (answer !== undefined) {
    client.setRequestHandler(ElicitRequestSchema, (request) => answer(request.params.message));
  }
  const told: string[] = [];
  client.setNotificationHandler(
    ResourceUpdatedNotificationSchema,
    ({ params }) => void told.push(params.uri),
  );
  client.setNotificationHandler(ResourceListChangedNotificationSchema, () => void told.push('list'));
  await client.connect(transport);
  const subscribing = {
    subscribe: (uri: string) => client.subscribeResource({ uri }),
    unsubscribe: (uri: string) => client.unsubscribeResource({ uri }),
  };
  return {
    prompts: promptsOf(client),
    resources: resourceUse(client, subscribing, told),
    listTools: async () => (await client.listTools()).tools,
    callTool: (name, args, signal) =>
      client.callTool({ name, arguments: args }, undefined, requestOptions(onprogress, signal)),
    close: () => client.close(),
  };
}
