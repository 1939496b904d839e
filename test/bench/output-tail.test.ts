import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanOutput, tailOf } from '../../src/bench/output-tail.js';
import { secretsOf } from '../../src/bench/secrets.js';
import { tokensIn } from '../../src/bench/token-bound.js';

const secrets = secretsOf({
  API_TOKEN: 'tok-1234567890',
  DEPLOY_KEY: '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----\n',
  LONG_SECRET: 'x1'.repeat(200),
});
const whole = { isCut: false, maxTokens: 1000 };
const cut = { isCut: true, maxTokens: 1000, secrets };

describe('cleanOutput', () => {
  it.each([
    ['plain\ttext\n', 'plain\ttext\n'],
    ['\u001b[1;31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007text', 'text'],
    ['10%\r50%\r100%\ndone\n', '100%\ndone\n'],
    ['10%\r100%\r\nnext\r\n', '100%\nnext\n'],
    ['\u001b[2K\rhalf\r', 'half'],
    ['bell\u0007 null\0 c1\u0085', 'bell null c1'],
    ['lone \ud800 surrogate', 'lone \ufffd surrogate'],
    ['µ 漢 👍', 'µ 漢 👍'],
    ['a tok-1234567890 b', 'a [masked: API_TOKEN] b'],
    ['tok-123\u001b[0m4567\u200b890', '[masked: API_TOKEN]'],
  ])('%j', (text, cleaned) => expect(cleanOutput(text, secrets)).toBe(cleaned));

  it('reads bytes as UTF-8', () => {
    expect(cleanOutput(Buffer.from([0x61, 0xff, 0x62]))).toBe('a\ufffdb');
  });
});

/** Bytes of any kind, among them escape sequences, whole secrets and parts of them. */
const anyOutput = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc
        .constantFrom(
          '\u001b[',
          '\u001b]0;',
          '\u001b',
          '\u0007',
          '\r',
          '\n',
          '1m',
          '\u202e',
          '\u{e0041}',
          '[masked: ',
        )
        .map((text) => Buffer.from(text)),
      fc.constantFrom(...secrets).map(({ text }) => Buffer.from(text)),
      fc
        .tuple(fc.constantFrom(...secrets), fc.nat({ max: 500 }))
        .map(([{ text }, at]) => Buffer.from(text.slice(0, at % text.length))),
    ),
    { maxLength: 30 },
  )
  .map((parts) => Buffer.concat(parts));

describe('whatever the bytes are', () => {
  it('is printable text, newlines and tabs, without a secret, and the same when cleaned again', () => {
    fc.assert(
      fc.property(anyOutput, (given) => {
        const cleaned = cleanOutput(given, secrets);
        expect(cleaned).not.toMatch(/[^\P{C}\n\t]/u);
        expect(Buffer.from(cleaned).toString('utf8')).toBe(cleaned);
        for (const { text } of secrets) expect(cleaned).not.toContain(text);
        expect(cleanOutput(cleaned, secrets)).toBe(cleaned);
      }),
      { numRuns: 1000, seed: 1 },
    );
  });

  it('is bounded in lines and tokens', () => {
    const many = fc.array(anyOutput, { maxLength: 20 }).map((parts) => Buffer.concat(parts));
    fc.assert(
      fc.property(many, fc.boolean(), fc.integer({ min: 300, max: 1000 }), (given, isCut, maxTokens) => {
        const tail = tailOf(given, { isCut, maxTokens, secrets });
        expect(tokensIn(tail)).toBeLessThan(maxTokens + 30);
        expect(tail.split('\n').length).toBeLessThanOrEqual(41);
        expect(tail).not.toMatch(/[^\P{C}\n\t]/u);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it('shows no part of a secret that the beginning was cut from', () => {
    const around = fc.string({ unit: fc.constantFrom(' ', '.', '\n', '\u001b[0m', '漢') });
    const split = fc.tuple(fc.constantFrom(...secrets), fc.nat(), around, around);
    fc.assert(
      fc.property(split, ([{ text }, at, after, more]) => {
        const rest = text.slice(1 + (at % (text.length - 1)));
        const tail = tailOf(`${rest}${after}${more}the end`, cut);
        expect(tail.replace(/the end$/, '').replace('[… what came before is left out]', '')).not.toMatch(
          /\w/,
        );
      }),
      { numRuns: 1000, seed: 3 },
    );
  });
});

describe('tailOf', () => {
  it('keeps at most 40 lines, and says how many it left out', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
    expect(tailOf(`${lines.join('\n')}\n\n`, whole)).toBe(
      ['[… 60 lines left out]', ...lines.slice(60)].join('\n'),
    );
  });

  it('keeps whole lines, as many as it may cost', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `${index}`.padEnd(199, '='));
    expect(tailOf(lines.join('\n'), whole)).toBe(['[… 21 lines left out]', ...lines.slice(21)].join('\n'));
  });

  it('cuts a long line, and halves no character', () => {
    expect(tailOf(`${'👍'.repeat(1500)}\nx`, whole)).toBe(
      `${'👍'.repeat(83)} [… 2834 characters left out]\nx`,
    );
  });

  it('begins with a whole line, where the beginning was cut off', () => {
    expect(tailOf(Buffer.from('漢字\n字').subarray(1), cut)).toBe('[… what came before is left out]\n字');
  });

  it('shows the last state of a long progress bar', () => {
    const bar = Array.from({ length: 2000 }, (_, index) => `${index}`).join('\r');
    expect(tailOf(bar, cut)).toBe('[… what came before is left out]\n1999');
  });

  it('shows the end of a line that began before the cut', () => {
    expect(tailOf('漢'.repeat(1000), cut)).toMatch(/^\[… what came before is left out\]\n漢+ \[…/);
  });

  it('is empty for no output', () => expect(tailOf('', whole)).toBe(''));
});
