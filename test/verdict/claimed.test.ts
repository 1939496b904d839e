import { expect, test } from 'vitest';
import { claimedPercent } from '../../src/verdict/claimed.js';

test('two steps of 10 % are less than 20 % where lower is better, and more where higher is', () => {
  expect(claimedPercent([10, 10], 'lower')).toBeCloseTo(19, 9);
  expect(claimedPercent([10, 10], 'higher')).toBeCloseTo(21, 9);
});

test('a loss takes back as much as it loses', () => {
  expect(claimedPercent([50, -100], 'lower')).toBeCloseTo(0, 9);
});

test('nothing is claimed where a step is beyond what a positive metric can improve by', () => {
  expect(claimedPercent([294], 'lower')).toBeUndefined();
  expect(claimedPercent([10, -150], 'higher')).toBeUndefined();
});
