import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Refusal } from '../../src/errors.js';
import { invalidConfig, keysOf } from '../../src/invalid-config.js';

const schema = z.strictObject({
  run_id: z.string(),
  limit: z.number().lt(100).optional(),
  name: z.string().min(3).max(5).optional(),
  ideas: z.array(z.strictObject({ title: z.string(), priority: z.number().optional() })).optional(),
  note: z.strictObject({ text: z.string() }).optional(),
  flag: z.boolean().optional(),
});
const where = 'the arguments of add_ideas';

function refuse(input: unknown, options = { reportInput: true }): Refusal {
  const parsed = schema.safeParse(input, options);
  if (parsed.success) throw new Error('It was accepted.');
  return invalidConfig(parsed.error, where, keysOf(schema));
}

test('the keys of a schema, those inside lists and objects dotted', () => {
  expect(keysOf(schema)).toEqual([
    'run_id',
    'limit',
    'name',
    'ideas',
    'ideas.title',
    'ideas.priority',
    'note',
    'note.text',
    'flag',
  ]);
});

describe('the arguments of any tool', () => {
  test.each([
    [{}, 'run_id', '`run_id` in the arguments of add_ideas is missing; allowed: text.'],
    [{ run_id: 7 }, 'run_id', '`run_id` in the arguments of add_ideas was 7; allowed: text.'],
    [
      { run_id: 'a', limit: 100 },
      'limit',
      '`limit` in the arguments of add_ideas was 100; allowed: below 100.',
    ],
    [
      { run_id: 'a', name: 'ab' },
      'name',
      "`name` in the arguments of add_ideas was 'ab'; allowed: at least 3 character(s).",
    ],
    [
      { run_id: 'a', name: 'abcdef' },
      'name',
      "`name` in the arguments of add_ideas was 'abcdef'; allowed: at most 5 character(s).",
    ],
    [
      { run_id: 'a', flag: 'yes' },
      'flag',
      "`flag` in the arguments of add_ideas was 'yes'; allowed: true or false.",
    ],
  ])('%j', (input, key, message) => {
    const refusal = refuse(input);
    expect(refusal.message).toBe(message);
    expect(refusal.hint).toBe(`Give \`${key}\` an allowed value, then try again.`);
    expect(refusal.details).toEqual({ key, where });
  });

  test('an unknown key at each depth has the names of that depth', () => {
    expect(refuse({ run_id: 'a', runid: 1 }).details).toEqual({ key: 'runid', where, nearest: 'run_id' });
    expect(refuse({ run_id: 'a', ideas: [{ title: 'x' }, { title: 'y', titel: 1 }] }).details).toEqual({
      key: 'ideas.1.titel',
      where,
      nearest: 'title',
    });
    expect(refuse({ run_id: 'a', note: { text: 'x', title: 1 } })).toMatchObject({
      message: '`note.title` in the arguments of add_ideas is unknown; allowed: text.',
      hint: 'Remove `note.title`, or use a name that is allowed.',
    });
  });

  test('something else than an object', () => {
    expect(refuse([1])).toMatchObject({
      message: 'The whole of the arguments of add_ideas was [ 1 ]; allowed: a map of names to values.',
      details: { where },
    });
  });

  test('without the input it does not make one up', () => {
    expect(refuse({ run_id: 7 }, { reportInput: false }).message).toBe(
      '`run_id` in the arguments of add_ideas is not valid; allowed: text.',
    );
  });
});

test('a name or value cannot break out of its line', () => {
  const refusal = refuse({ run_id: 'a', 'x\n\u001b[31m': 1, flag: 'a\nb\u001b' });
  expect(refusal.message).not.toMatch(/\p{Cc}/u);
  expect(refusal.message).toContain("'a\\nb\\x1B'");
});
