import { expect, test } from 'vitest';
import { checkScopeOfEdits } from '../support/scope-of-edits.js';
import { checkScope } from '../support/scope-property.js';

test('scope agrees with the obvious way to read its rules, over random trees and globs', () => {
  const { refused, passed } = checkScope(4000, 2);
  expect(Math.min(refused, passed)).toBeGreaterThan(200);
});

test('whatever is edited in a real repository, what is out of scope is named, and nothing else', async () => {
  const { refused, passed } = await checkScopeOfEdits(12, 2);
  expect(Math.min(refused, passed)).toBeGreaterThan(1);
});
