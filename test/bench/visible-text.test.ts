import { expect, it } from 'vitest';
import { visibleText } from '../../src/bench/visible-text.js';

it.each([
  ['src/a b.ts', 'src/a b.ts'],
  ['new\nline', 'new\\u{a}line'],
  ['\u001b[31mred', '\\u{1b}[31mred'],
  ['right\u202eleft\u2028', 'right\\u{202e}left\\u{2028}'],
  ['ünïcödé 日本', 'ünïcödé 日本'],
  ['lone \ud800', 'lone \\u{d800}'],
  ['x'.repeat(40), 'x'.repeat(40)],
  ['x'.repeat(41), `${'x'.repeat(40)}…`],
  ['👍'.repeat(20), '👍'.repeat(6).concat('…')],
])('%j', (text, visible) => expect(visibleText(text, 40)).toBe(visible));
