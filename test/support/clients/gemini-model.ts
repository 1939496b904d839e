import { z } from 'zod';
import { type Call, eventStream, nameOf, type Protocol, type Turn } from './plot.js';

const part = z.looseObject({
  functionResponse: z.looseObject({ response: z.record(z.string(), z.unknown()) }).optional(),
});
const request = z.looseObject({
  systemInstruction: z.unknown(),
  tools: z
    .array(z.looseObject({ functionDeclarations: z.array(z.looseObject({ name: z.string() })) }))
    .default([]),
  contents: z.array(z.looseObject({ parts: z.array(part) })),
});

/** The Gemini API of Google. */
export const gemini: Protocol = {
  turnOf,
  answer: (call, turn) =>
    stream(call === undefined ? { text: 'That is all.' } : { functionCall: callOf(call, turn) }),
};

function turnOf(body: unknown): Turn | undefined {
  const { systemInstruction, tools, contents } = request.parse(body);
  if (tools.length === 0) return undefined;
  const results = contents.flatMap(({ parts }) =>
    parts.flatMap(({ functionResponse }) => functionResponse ?? []),
  );
  return {
    shown: results.map(({ response }) => Object.values(response).map(textOf).join('\n')),
    told: JSON.stringify([systemInstruction, tools, contents]),
    tools: tools.flatMap(({ functionDeclarations }) => functionDeclarations.map(({ name }) => name)),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function callOf(call: Call, { tools }: Turn) {
  if ('edit' in call) {
    const args = {
      file_path: call.edit,
      old_string: call.from,
      new_string: call.to,
      instruction: 'Make it smaller.',
    };
    return { name: 'replace', args };
  }
  if ('shell' in call) return { name: 'run_shell_command', args: { command: call.shell } };
  return { name: nameOf(call.tool, tools), args: call.args };
}

function stream(said: object): string {
  const candidate = { index: 0, content: { role: 'model', parts: [said] }, finishReason: 'STOP' };
  const usageMetadata = { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 };
  return eventStream([{ candidates: [candidate], usageMetadata }]);
}
