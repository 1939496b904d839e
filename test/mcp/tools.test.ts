import { readFileSync } from 'node:fs';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type ClientKind, clientKinds, connect } from '../support/connect.js';
import { temporaryDirectory } from '../support/temporary.js';

const names = [
  'init_experiment',
  'run_experiment',
  'log_experiment',
  'cancel_run',
  'get_status',
  'query_runs',
  'get_run',
  'add_ideas',
  'list_ideas',
  'update_idea',
  'end_session',
];
const maxTokens = 5_600;
const maxDescription = 2_048;

const schema = z.looseObject({
  type: z.literal('object'),
  properties: z.record(z.string(), z.looseObject({})),
  required: z.array(z.string()).optional(),
});
const listedTool = z.looseObject({
  name: z.string(),
  title: z.string().min(1),
  description: z.string().min(1),
  annotations: z.looseObject({
    readOnlyHint: z.boolean(),
    destructiveHint: z.boolean(),
    idempotentHint: z.boolean(),
    openWorldHint: z.boolean(),
  }),
  inputSchema: schema,
  outputSchema: schema,
});

/** What some client cannot read: unions, tuples, records and references. */
const forbiddenKeys = [
  'anyOf',
  'oneOf',
  'allOf',
  'not',
  'if',
  'prefixItems',
  'additionalProperties',
  'patternProperties',
  'propertyNames',
  '$ref',
  '$defs',
  'definitions',
];

/** The places in a schema that break a rule of flatness, as dotted paths. */
function breaches(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => breaches(item, `${path}.${index}`));
  if (typeof value !== 'object' || value === null) return value === null ? [`${path} is null`] : [];
  const own = forbiddenKeys.filter((key) => key in value).map((key) => `${path}.${key}`);
  const union = 'type' in value && Array.isArray(value.type) ? [`${path}.type is a list`] : [];
  const nothing = 'type' in value && value.type === 'null' ? [`${path}.type is null`] : [];
  const tuple = 'items' in value && Array.isArray(value.items) ? [`${path}.items is a tuple`] : [];
  const inner = Object.entries(value).flatMap(([key, each]) => breaches(each, `${path}.${key}`));
  return [...own, ...union, ...nothing, ...tuple, ...inner];
}

async function toolsAsSeenBy(kind: ClientKind): Promise<readonly Record<string, unknown>[]> {
  const server = await connect({ directory: temporaryDirectory(), kind });
  return server.listTools();
}

describe.each(clientKinds)('as the %s client lists them', (kind) => {
  test('every tool obeys the rules', async () => {
    const tools = z.array(listedTool).parse(await toolsAsSeenBy(kind));
    expect(tools.map((tool) => tool.name)).toEqual(names);
    for (const tool of tools) {
      const { name, description, inputSchema, outputSchema } = tool;
      expect(breaches(inputSchema, `${name}.inputSchema`)).toEqual([]);
      expect(breaches(outputSchema, `${name}.outputSchema`)).toEqual([]);
      expect(outputSchema.required ?? [], `${name}: every output field is optional`).toEqual([]);
      expect(Object.keys(outputSchema.properties)).toEqual(
        expect.arrayContaining([
          'session_id',
          'summary',
          'next_step',
          'should_continue',
          'stop_reason',
          'error',
        ]),
      );
      expect(description.length, name).toBeLessThan(maxDescription);
    }
  });

  test('the whole list costs few tokens', async () => {
    const tools = await toolsAsSeenBy(kind);
    const tokens = encode(JSON.stringify({ tools })).length;
    const each = tools.map((tool) => `${tool.name} ${encode(JSON.stringify(tool)).length}`);
    process.stdout.write(`tools/list, ${kind} client: ${tokens} tokens (${each.join(', ')})\n`);
    expect(tokens).toBeLessThan(maxTokens);
  });

  test('the list is the one in schemas/tools.json', async () => {
    const file = readFileSync(new URL('../../schemas/tools.json', import.meta.url), 'utf8');
    const listed = JSON.parse(JSON.stringify({ tools: await toolsAsSeenBy(kind) }));
    expect(listed).toEqual(JSON.parse(file));
  });
});
