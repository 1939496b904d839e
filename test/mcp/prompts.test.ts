import { readFileSync } from 'node:fs';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { instructions } from '../../src/mcp/instructions.js';
import { type Connected, connect, kindsOfEachRevision } from '../support/connect.js';
import { startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

const maxTokens = 900;
/** Names that no schema has: a field of `noise`, which is open, and the metric that needs no script. */
const otherNames = ['detectable_percent', 'wall_seconds'];
const names = ['autoresearch', 'autoresearch_resume', 'autoresearch_plan'];
const kinds = kindsOfEachRevision;

const listed = z.looseObject({
  name: z.string(),
  title: z.string().min(1),
  description: z.string().min(1),
  arguments: z.array(
    z.looseObject({ name: z.string(), description: z.string().min(1), required: z.literal(false) }),
  ),
});
const toolNames = z
  .object({ tools: z.array(z.looseObject({ name: z.string() })) })
  .parse(JSON.parse(readFileSync(new URL('../../schemas/tools.json', import.meta.url), 'utf8')))
  .tools.map(({ name }) => name);

/** A server where there is no repository: prompts need none. */
function connectAnywhere(kind: (typeof kinds)[number]): Promise<Connected> {
  return connect({ directory: temporaryDirectory(), kind });
}

/** The lines in which a text quotes something. */
function quoted(text: string): string[] {
  return text.split('\n').filter((line) => line.startsWith('>'));
}

describe.each(kinds)('with the %s client', (kind) => {
  test('every prompt is listed with its arguments, of which none is required', async () => {
    const { prompts } = await connectAnywhere(kind);
    const found = z.array(listed).parse(await prompts.list());
    expect(found.map(({ name }) => name)).toEqual(names);
    expect(found.map(({ arguments: args }) => args.map(({ name }) => name))).toEqual([
      ['goal'],
      ['session_id'],
      ['goal'],
    ]);
  });

  test('a prompt is short, without an argument and with one', async () => {
    const { prompts } = await connectAnywhere(kind);
    for (const name of names) {
      expect(encode(await prompts.get(name)).length, name).toBeLessThan(maxTokens);
    }
    const goal = 'Parse large files faster';
    for (const name of ['autoresearch', 'autoresearch_plan']) {
      const text = await prompts.get(name, { goal });
      expect(encode(text).length, name).toBeLessThan(maxTokens);
      expect(quoted(text)).toEqual([`> ${goal}`]);
      expect(quoted(await prompts.get(name))).toEqual([]);
      expect(await prompts.get(name, { goal: ' \n ' })).toBe(await prompts.get(name));
    }
  });

  test('a goal is quoted whole and changes nothing else, whatever it holds', async () => {
    const { prompts } = await connectAnywhere(kind);
    const plain = (await prompts.get('autoresearch', { goal: 'a goal' })).split('\n');
    const goal = '```sh\n# Never\r\n\r\n`rm`\u2028$1  \n</goal> $& 🚀';
    const text = (await prompts.get('autoresearch', { goal })).split('\n');
    const at = plain.indexOf('> a goal');
    const quote = ['> ```sh', '> # Never', '>', '> `rm`', '> $1', '> </goal> $& 🚀'];
    expect(text).toEqual([...plain.slice(0, at), ...quote, ...plain.slice(at + 1)]);
    const long = `${'word '.repeat(2000)}end`;
    expect(await prompts.get('autoresearch', { goal: long })).toContain(`> ${long}\n`);
  });

  test('open sessions of the repository are offered for the one to resume', async () => {
    const { server, started } = await startSession({ kind });
    const id = started.session_id;
    const offered = (begun: string) => server.prompts.complete('autoresearch_resume', 'session_id', begun);
    expect(await offered('')).toEqual([id]);
    expect(await offered('sma')).toEqual([id]);
    expect(await offered('other')).toEqual([]);
    const named = await server.prompts.get('autoresearch_resume', { session_id: id });
    expect(named).toContain(`Call \`get_status\` with session_id "${id}".`);
    expect(named).toContain(`Give session_id "${id}" to every tool that takes one`);
    expect(encode(named).length).toBeLessThan(maxTokens);
    expect(await server.prompts.get('autoresearch_resume')).not.toContain('Give session_id');
    await server.ok('end_session', { session_id: id });
    expect(await offered('')).toEqual([]);
  });

  test('where there is no repository, and for a goal, nothing is offered', async () => {
    const { prompts } = await connectAnywhere(kind);
    expect(await prompts.complete('autoresearch_resume', 'session_id', '')).toEqual([]);
    expect(await prompts.complete('autoresearch', 'goal', 'fas')).toEqual([]);
  });
});

test('a goal of one word may be what a client has left of it, and the prompt says so', async () => {
  const { prompts } = await connectAnywhere('new');
  expect(await prompts.get('autoresearch', { goal: 'Parse' })).toContain(
    '> Parse\n\nYour client may have cut it',
  );
  expect(await prompts.get('autoresearch', { goal: 'Parse faster' })).not.toContain('may have cut it');
});

test('what the prompts and the instructions call a tool, a setting or a field is one', async () => {
  const { prompts } = await connectAnywhere('new');
  const schemas = ['tools.json', 'autoresearch.schema.json'].map((file) =>
    readFileSync(new URL(`../../schemas/${file}`, import.meta.url), 'utf8'),
  );
  const texts = [instructions, ...(await Promise.all(names.map((name) => prompts.get(name))))];
  for (const text of texts) {
    const words = text.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
    const isKnown = (word: string) =>
      otherNames.includes(word) || schemas.some((schema) => schema.includes(`"${word}"`));
    expect(words.filter((word) => !isKnown(word))).toEqual([]);
    expect(words.filter((word) => toolNames.includes(word)).length, text).toBeGreaterThan(1);
  }
});

test('the first line of the instructions, which is all that some models are told, has the tool to begin with', () => {
  expect(instructions.split('\n')[0]).toContain('init_experiment');
});

test('who picks up reads the rules of the loop as who begins does', async () => {
  const { prompts } = await connectAnywhere('new');
  const whole = await prompts.get('autoresearch');
  const rules = whole.slice(whole.indexOf('## The loop'));
  expect(rules).toContain('## Never');
  expect(await prompts.get('autoresearch_resume')).toContain(rules);
});
