import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cursorAt, placeAt } from '../../src/loop/run-cursor.js';

test('a cursor is read as it was written', () => {
  const row = fc.integer({ min: 0, max: 1e12 });
  const rows = fc.uniqueArray(fc.nat(1e6), { minLength: 1, maxLength: 1000 });
  fc.assert(
    fc.property(row, rows, (newest, seen) => {
      expect(placeAt(cursorAt({ row: newest }), 'newest')).toEqual({ row: newest });
      const place = { row: 1e6 + newest, seen: seen.sort((a, b) => b - a) };
      expect(placeAt(cursorAt(place), 'best')).toEqual(place);
    }),
    { seed: 6 },
  );
});

test('ten pages of ten among a hundred thousand runs fit into a few lines', () => {
  const seen = Array.from({ length: 100 }, (_, at) => 1000 * at);
  expect(cursorAt({ row: 100_000, seen }).length).toBeLessThan(420);
});

test('what is no cursor of the list is refused', () => {
  const few = 'b9.1'.padEnd(2004, '.1');
  expect(placeAt(few.slice(0, 2002), 'best').seen).toHaveLength(1000);
  for (const cursor of ['', 'x', 'b', 'b1', 'b1.', 'n1', 'b1.-1', 'b1.1e99999999999', few, '.'.repeat(1e6)])
    expect(() => placeAt(cursor, 'best')).toThrow('is no cursor of this list');
  for (const cursor of ['n', 'n-1', 'b1.1', 'n1.1', 'n1 '])
    expect(() => placeAt(cursor, 'newest')).toThrow('is no cursor of this list');
});
