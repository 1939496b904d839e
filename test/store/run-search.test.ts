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

test('by match, what was to be done comes before what is only spoken of, and the newest first in each', () => {
  const { store, find } = withRuns();
  const texts = [
    ['Cache the rows', 'Buffers are small'],
    ['Sort first', 'The cache of rows is small'],
    ['Rows into a cache', 'It did not help'],
    ['Rows in one call', 'A cache would do'],
  ];
  for (const [at, [description = '', learned = '']] of texts.entries()) {
    const run = { ...storedRun, number: 5 + at, tree: `t${at}`, series: 5 + at, description };
    store.runs.insert({ ...run, log: { status: 'discard', description, learned } });
  }
  const order = 'best';
  expect(find('cache rows', { order })).toEqual([7, 5, 8, 6]);
  expect(find('cache rows', { order, limit: 3 })).toEqual([7, 5, 8]);
  const after = { row: store.search.newestRow(), seen: [7, 5].map((number) => rowOf(number)) };
  expect(find('cache rows', { order, after })).toEqual([8, 6]);
  store.close();

  function rowOf(number: number): number {
    return store.search.find({ order: 'newest', limit: 100 }).find((run) => run.number === number)?.row ?? 0;
  }
});

test('whatever is asked for together with words, the runs are those that have both', () => {
  const store = opened();
  const other = { ...storedSession, id: 'other-abcd', commonDir: '/elsewhere/.git' };
  store.sessions.insert(other);
  const sessions = [storedSession, other];
  const verdicts = ['better', 'not_better', 'crashed'] as const;
  const outcomes = [{ outcome: 'kept' }, { outcome: 'discarded' }, {}] as const;
  const words = ['cache', 'loop', 'better', 'kept'];
  for (let at = 0; at < 120; at++) {
    const { id } = sessions[at % 2] ?? storedSession;
    const number = 1 + Math.floor(at / 2);
    const description = `${words[at % 3]} ${words[at % 4]} in session`;
    const became = { verdict: verdicts[(at % 5) % 3] ?? 'better', ...outcomes[(at % 7) % 3] };
    const run = { ...storedRun, sessionId: id, number, tree: String(at), series: number, description };
    store.runs.insert(run);
    store.runs.update({ ...run, ...became });
  }
  const question = fc.record(
    {
      session: fc.constantFrom(storedSession.id, other.id, 'nobody-0000'),
      repository: fc.constantFrom(storedSession.commonDir, other.commonDir),
      verdict: fc.constantFrom(...verdicts),
      outcome: fc.constantFrom('kept' as const, 'discarded' as const),
      sessions: fc.constantFrom([storedSession.id], [storedSession.id, other.id], []),
    },
    { requiredKeys: [] },
  );
  const rows = (query: object) =>
    store.search.find({ limit: 1000, order: 'newest', ...query }).map(({ row }) => row);
  fc.assert(
    fc.property(
      question,
      fc.constantFrom(...words),
      fc.constantFrom('newest', 'best'),
      (asked, text, order) => {
        const withWords = new Set(rows({ text }));
        const both = rows(asked).filter((row) => withWords.has(row));
        expect(rows({ ...asked, text, order }).sort((a, b) => b - a)).toEqual(both);
        expect(new Set(rows({ ...asked, text, order: 'best', how: 'any' }))).toEqual(new Set(both));
      },
    ),
    { seed: 6, numRuns: 300 },
  );
  store.close();
});

test('long names and phrases are found whole, and symbols are words wherever they stand', () => {
  const { store, find } = withRuns();
  const path = `src/main/java/org/example/warehouse/${'implementation/'.repeat(5)}CustomerOrderRepository.java`;
  const sentence = `Cache ${Array.from({ length: 40 }, (_, at) => `word${at}`).join(' ')} at last`;
  const word = 'w'.repeat(150);
  const add = (number: number, description: string, files: string[]) =>
    store.runs.insert({ ...storedRun, number, tree: String(number), series: number, description, files });
  add(5, sentence, [path]);
  add(6, `made it faster🚀🚀 with Intel® intrinsics at 5°C, ${word}`, []);
  for (const text of [path, `"${path}"`, sentence, `"${sentence}"`, `${sentence} ${path}`])
    expect({ text, found: find(text) }).toEqual({ text, found: [5] });
  for (const text of ['faster', '"faster 🚀"', 'faster🚀', 'intel', 'Intel®', '"5°C"', word])
    expect({ text, found: find(text) }).toEqual({ text, found: [6] });
  expect(find('🚀')).toEqual([6, 1]);
  expect(find(`"${sentence} too"`)).toEqual([]);
  store.close();
});
