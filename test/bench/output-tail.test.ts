import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanOutput, tailOf } from '../../src/bench/output-tail.js';

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
  ])('%j', (text, cleaned) => expect(cleanOutput(text)).toBe(cleaned));

  it('reads bytes as UTF-8', () => {
    expect(cleanOutput(Buffer.from([0x61, 0xff, 0x62]))).toBe('a\ufffdb');
  });

  it('leaves only printable text, newlines and tabs, whatever it is given', () => {
    const bytes = fc.uint8Array().map((array) => Buffer.from(array));
    const text = fc.oneof(
      bytes,
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom('\u001b', '[', '\r', '1')).map((c) => c.join('')),
    );
    fc.assert(
      fc.property(text, (given) => {
        const cleaned = cleanOutput(given);
        expect(cleaned).not.toMatch(/[^\P{Cc}\n\t]/u);
        expect(Buffer.from(cleaned).toString('utf8')).toBe(cleaned);
      }),
      { numRuns: 500 },
    );
  });
});

describe('tailOf', () => {
  it('keeps at most 40 lines', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
    expect(tailOf(`${lines.join('\n')}\n\n`)).toBe(lines.slice(60).join('\n'));
  });

  it('keeps at most 2,000 characters, none of them halved', () => {
    const tail = tailOf(`${'👍'.repeat(1500)}x`);
    expect(tail).toBe(`${'👍'.repeat(999)}x`);
  });

  it('drops a character that the beginning was cut from', () => {
    expect(tailOf(Buffer.from('漢字').subarray(1))).toBe('字');
  });

  it('is empty for no output', () => expect(tailOf('')).toBe(''));
});
