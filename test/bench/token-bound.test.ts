import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { checksTokens, outputTokens, tailOf } from '../../src/bench/output-tail.js';
import { beginningWithin, fitting, likelyTokens, tokensIn } from '../../src/bench/token-bound.js';
import { oddTexts } from '../support/odd-texts.js';

describe.each(Object.entries(oddTexts))('%s', (_, text) => {
  it('costs about as much as is allowed, at most', () => {
    const tails = [outputTokens, checksTokens].map((maxTokens) => tailOf(text, { isCut: false, maxTokens }));
    expect(encode(JSON.stringify(tails)).length).toBeLessThan(2500);
  });

  it('is cut within its bound, and halves no character', () => {
    const beginning = beginningWithin(text, 500);
    expect(tokensIn(beginning)).toBeLessThanOrEqual(500);
    expect(tokensIn(beginning)).toBeGreaterThan(496);
    expect(text.startsWith(beginning)).toBe(true);
    expect(Buffer.from(beginning).toString('utf8')).toBe(beginning);
  });
});

describe.each(Object.entries({ ...oddTexts, russian: 'Кэшировать разобранный заголовок. '.repeat(80) }))(
  '%s',
  (_, text) => {
    it('is likely to cost about what it does, or more', () => {
      const json = JSON.stringify(text.slice(0, 3000));
      expect(likelyTokens(json)).toBeGreaterThan(0.7 * encode(json).length);
    });
  },
);

it('is not half as high again for what people write in English', () => {
  const text = JSON.stringify({
    description: 'Cache the parsed header',
    learned: 'The allocator is called once a row, and the disk is never waited for.',
  });
  expect(likelyTokens(text)).toBeLessThan(1.5 * encode(text).length);
});

it('counts two ASCII characters as one token, and four other bytes as three', () => {
  expect(['', 'ab', 'µ', '漢', '👍', 'a👍'].map(tokensIn)).toEqual([0, 1, 1.5, 2.25, 3, 3.5]);
});

it('takes the first things that fit together', () => {
  expect(fitting(['ab', 'cd', 'ef'], (text) => text, 4)).toEqual(['ab', 'cd']);
  expect(fitting(['ab', 'cd', 'ef'], (text) => text, 6)).toEqual(['ab', 'cd', 'ef']);
  expect(fitting(['a'.repeat(100), 'cd'], (text) => text, 10)).toEqual([]);
});
