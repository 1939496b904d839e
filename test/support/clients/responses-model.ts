import { z } from 'zod';
import { type Call, type Edit, eventStream, inShell, nameOf, type Protocol, type Turn } from './plot.js';

const named = z.looseObject({ name: z.string().default('') });
const tool = named.extend({ tools: z.array(named).default([]) });
const output = z.union([z.string(), z.array(z.looseObject({ text: z.string().default('') }))]);
const request = z.looseObject({
  tools: z.array(tool).default([]),
  input: z.array(
    z.looseObject({ type: z.string(), output: output.optional(), tools: z.array(tool).default([]) }),
  ),
});

/** The Responses API of OpenAI, for a model that calls tools itself, and searches for those that it was not given. */
export const responses: Protocol = { turnOf, answer: (call, turn) => stream(call && itemOf(call, turn)) };

/** The same, for one that writes code which calls them: each call is a script that shows what it brought. */
export const responsesInCode: Protocol = { turnOf, answer: (call) => stream(call && scriptOf(call)) };

function turnOf(body: unknown): Turn {
  const { input, tools } = request.parse(body);
  const all = [...tools, ...input.flatMap((item) => item.tools)];
  return {
    shown: input.flatMap((item) => (item.output === undefined ? [] : [textOf(item.output)])),
    told: JSON.stringify([tools, input.filter((item) => item.output === undefined)]),
    tools: all.flatMap(({ name, tools: within }) => [name, ...within.map((each) => `${name}/${each.name}`)]),
  };
}

function textOf(output: string | readonly { readonly text: string }[]): string {
  return typeof output === 'string' ? output : output.map(({ text }) => text).join('\n');
}

function itemOf(call: Call, { tools, told }: Turn) {
  if ('edit' in call && tools.includes('apply_patch')) {
    return { type: 'custom_tool_call', name: 'apply_patch', input: patchOf(call) };
  }
  if ('edit' in call) return functionCall('exec_command', { cmd: inShell(call) });
  if ('shell' in call) return functionCall('exec_command', { cmd: call.shell });
  if (!tools.some((name) => name.endsWith(call.tool))) return searchFor(call.tool, told);
  const [namespace, name = ''] = nameOf(call.tool, tools).split('/');
  return { ...functionCall(name, call.args), namespace };
}

/** Of most servers, Codex tells its models one line: they have to search for the tools, by words that they know. */
function searchFor(tool: string, told: string) {
  if (!told.includes(tool)) throw new Error(`The model was not told of ${tool}.`);
  const query = JSON.stringify({ query: tool });
  if (told.includes(query)) throw new Error(`Codex does not find ${tool}.`);
  return { type: 'tool_search_call', execution: 'client', arguments: { query: tool } };
}

function functionCall(name: string, args: object) {
  return { type: 'function_call', name, arguments: JSON.stringify(args) };
}

function scriptOf(call: Call) {
  return { type: 'custom_tool_call', name: 'exec', input: `text(await ${expressionOf(call)});` };
}

function expressionOf(call: Call): string {
  if ('edit' in call) return `tools.apply_patch(${JSON.stringify(patchOf(call))})`;
  if ('shell' in call) return `tools.exec_command(${JSON.stringify({ cmd: call.shell })})`;
  const found = `ALL_TOOLS.find(({ name }) => name.endsWith("${call.tool}")).name`;
  return `tools[${found}](${JSON.stringify(call.args)})`;
}

function patchOf({ edit, from, to }: Edit): string {
  return `*** Begin Patch\n*** Update File: ${edit}\n@@\n-${from}\n+${to}\n*** End Patch\n`;
}

let calls = 0;

function stream(item: object | undefined): string {
  calls += 1;
  const words = {
    type: 'message',
    role: 'assistant',
    content: [{ type: 'output_text', text: 'That is all.' }],
  };
  const done = {
    id: `item-${calls}`,
    ...(item === undefined ? words : { call_id: `call-${calls}`, ...item }),
  };
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  return eventStream([
    { type: 'response.created', response: { id: `response-${calls}` } },
    { type: 'response.output_item.done', output_index: 0, item: done },
    { type: 'response.completed', response: { id: `response-${calls}`, usage } },
  ]);
}
