import { expect, test } from 'vitest';
import { checkScopeOfEdits } from '../support/scope-of-edits.js';
import { checkScope } from '../support/scope-property.js';

test('the same for very many trees and globs, under another seed', () => {
  const { refused, passed } = checkScope(40_000, 3);
  expect(Math.min(refused, passed)).toBeGreaterThan(2_000);
});

test('the same for many real repositories, under another seed', async () => {
  const { refused, passed } = await checkScopeOfEdits(70, 3);
  expect(Math.min(refused, passed)).toBeGreaterThan(8);
});
