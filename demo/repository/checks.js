// Compares the sort with the language's own, on lists that have caught sorting functions before.
import assert from 'node:assert/strict';
import { randomIntegers } from './random.js';
import { sort } from './src/sort.js';

const lists = [
  [],
  [7],
  [3, 1, 2],
  [5, 5, 5, 5],
  [0, -1, 1, -2_147_483_648, 2_147_483_647],
  Array.from({ length: 1000 }, (_, index) => index),
  Array.from({ length: 1000 }, (_, index) => 500 - index),
  ...[1, 2, 3].map((seed) => randomIntegers(10_000, seed)),
];

for (const list of lists) {
  const before = [...list];
  const sorted = Array.from(sort(list));
  assert.deepEqual(list, before, 'the list that was given has been changed');
  assert.deepEqual(
    sorted,
    before.sort((a, b) => a - b),
    `a list of ${list.length} is not in order`,
  );
}
console.log(`${lists.length} lists are in order.`);
