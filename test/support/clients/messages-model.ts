import { z } from 'zod';
import { type Call, eventStream, inShell, nameOf, type Protocol, type Turn } from './plot.js';

const part = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  tool_name: z.string().optional(),
});
const block = part.extend({
  id: z.string().optional(),
  name: z.string().optional(),
  tool_use_id: z.string().optional(),
  content: z.union([z.string(), z.array(part)]).optional(),
});
const request = z.looseObject({
  system: z.unknown(),
  tools: z.array(z.looseObject({ name: z.string() })).default([]),
  messages: z.array(z.looseObject({ content: z.union([z.string(), z.array(block)]) })),
});

type Block = z.infer<typeof block>;

/** The Messages API of Anthropic, for a model that searches for the tools that it knows only by name. */
export const messages: Protocol = {
  turnOf,
  answer: (call, turn) => stream(call === undefined ? undefined : useOf(call, turn)),
};

function turnOf(body: unknown): Turn | undefined {
  const { system, tools, messages: said } = request.parse(body);
  if (tools.length === 0) return undefined;
  const blocks = said.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  const searches = new Set(blocks.filter(({ name }) => name === search).map(({ id }) => id));
  const results = blocks.filter(({ type }) => type === 'tool_result');
  const found = results.flatMap(({ content }) => (typeof content === 'string' ? [] : (content ?? [])));
  return {
    shown: results.filter((each) => !searches.has(each.tool_use_id)).map(textOf),
    told: JSON.stringify([system, tools, said]),
    tools: [...tools.map(({ name }) => name), ...found.flatMap(({ tool_name }) => tool_name ?? [])],
  };
}

const search = 'ToolSearch';

function textOf({ content = '' }: Block): string {
  return typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('\n');
}

function useOf(call: Call, { tools, told }: Turn) {
  if ('edit' in call) return { name: 'Bash', input: { command: inShell(call) } };
  if ('shell' in call) return { name: 'Bash', input: { command: call.shell } };
  if (tools.some((name) => name.endsWith(call.tool)))
    return { name: nameOf(call.tool, tools), input: call.args };
  const name = nameOf(call.tool, told.match(/mcp__\w+/g) ?? []);
  if (told.includes(`select:${name}`)) throw new Error(`Claude Code does not find ${name}.`);
  return { name: search, input: { query: `select:${name}`, max_results: 5 } };
}

let calls = 0;

function stream(use: { readonly name: string; readonly input: object } | undefined): string {
  calls += 1;
  const usage = { input_tokens: 1, output_tokens: 1 };
  const message = {
    id: `message-${calls}`,
    type: 'message',
    role: 'assistant',
    model: 'scripted',
    content: [],
    usage,
  };
  const [begun, delta] =
    use === undefined
      ? [
          { type: 'text', text: '' },
          { type: 'text_delta', text: 'That is all.' },
        ]
      : [
          { type: 'tool_use', id: `call-${calls}`, name: use.name, input: {} },
          { type: 'input_json_delta', partial_json: JSON.stringify(use.input) },
        ];
  const stop_reason = use === undefined ? 'end_turn' : 'tool_use';
  return eventStream([
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block: begun },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage },
    { type: 'message_stop' },
  ]);
}
