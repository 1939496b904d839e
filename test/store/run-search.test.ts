import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/store.js';
import { storedRun, storedSession } from '../support/stored.js';
import { temporaryDirectory } from '../support/temporary.js';

function opened() {
  const store = openStore(temporaryDirectory());
  store.sessions.insert(storedSession);
  return store;
}

test('whatever is asked for is found or not, and never throws', () => {
  const store = opened();
  store.runs.insert({ ...storedRun, number: 1, description: 'Unroll the inner loop 🚀' });
  const any = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    syntax,
    fc.string({ minLength: 5000, maxLength: 10_000 }),
  );
  fc.assert(
    fc.property(any, fc.constantFrom('newest' as const, 'best' as const), (text, order) => {
      store.search.find({ text, order, limit: 10 });
      store.ideas.search({ text, limit: 10 });
      store.ideas.search({ text, how: 'any', limit: 10 });
    }),
    { seed: 6, numRuns: 2000 },
  );
  store.close();
});

const syntax = fc
  .array(
    fc.constantFrom(
      '"',
      'AND',
      'OR',
      'NOT',
      'NEAR(',
      ')',
      '*',
      '^',
      ':',
      '-',
      '+',
      '{',
      '}',
      'learned',
      'loop',
      "'",
      '\0',
      '🚀',
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(' '));

const descriptions = [
  'Unroll the inner loop 🚀',
  'Cache the parsed header',
  '"Unroll" it twice',
  'Größere Puffer für den Leser',
];

function withRuns() {
  const store = opened();
  for (const [at, description] of descriptions.entries()) {
    store.runs.insert({
      ...storedRun,
      number: at + 1,
      tree: String(at),
      series: at + 1,
      description,
      files: [`src/part-${at}.c`],
    });
  }
  const find = (text: string, more: object = {}) =>
    store.search.find({ text, order: 'newest', limit: 10, ...more }).map(({ number }) => number);
  return { store, find };
}

test('words are found by their stems, without accents, among file names and as emoji', () => {
  const { store, find } = withRuns();
  expect(find('unrolling')).toEqual([3, 1]);
  expect(find('unroll loops')).toEqual([1]);
  expect(find('grossere')).toEqual([]);
  expect(find('großere puffer')).toEqual([4]);
  expect(find('part-1.c')).toEqual([2]);
  expect(find('🚀')).toEqual([1]);
  expect(find('"inner loop"')).toEqual([1]);
  expect(find('"loop inner"')).toEqual([]);
  expect(find('')).toEqual([4, 3, 2, 1]);
  expect(find('?!')).toEqual([]);
  store.close();
});

test('words are found where none are told apart by spaces, and in names that are written together', () => {
  const { store, find } = withRuns();
  const add = (number: number, description: string, files: string[]) =>
    store.runs.insert({ ...storedRun, number, tree: String(number), series: number, description, files });
  add(5, '缓存解析后的标头以减少分配 with getUserName', ['src/parseHTTPHeader.ts']);
  add(6, 'ヘッダーをキャッシュする', ['src/解析器.ts']);
  add(7, 'แคชส่วนหัวที่แยกวิเคราะห์แล้ว', ['src/utf8Reader.c']);
  for (const text of ['缓存', '标头', '解析 缓存', '"缓存解析"', '减少分配', '减'])
    expect({ text, found: find(text) }).toEqual({ text, found: [5] });
  expect(find('解析')).toEqual([6, 5]);
  expect(find('存缓')).toEqual([]);
  expect(find('キャッシュ')).toEqual([6]);
  expect(find('แยกวิเคราะห์')).toEqual([7]);
  expect(find('header')).toEqual([5, 2]);
  expect(find('http')).toEqual([5]);
  expect(find('user')).toEqual([5]);
  expect(find('getusername')).toEqual([5]);
  expect(find('parsehttpheader.ts')).toEqual([5]);
  expect(find('"with getUserName"')).toEqual([5]);
  expect(find('reader')).toEqual([7]);
  store.close();
});

test('what is logged, and what became of a run, is found at once', () => {
  const { store, find } = withRuns();
  const run = store.runs.find(storedSession.id, 2);
  if (run === undefined) throw new Error('There is no run 2.');
  const log = { status: 'keep', description: 'Keep the header', learned: 'Parsing dominates' };
  store.runs.update({ ...run, verdict: 'better', outcome: 'kept', log });
  expect(find('dominate')).toEqual([2]);
  expect(find('cache')).toEqual([]);
  expect(find('keep header', { outcome: 'kept', verdict: 'better' })).toEqual([2]);
  expect(find('keep header', { outcome: 'discarded' })).toEqual([]);
  store.close();
});
