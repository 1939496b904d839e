import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { watchUntilGone } from '../../src/bench/gone-watch.js';
import type { LivingProcess } from '../../src/bench/living-process.js';

const somebody: LivingProcess = {
  pid: 700,
  parent: 1,
  group: 700,
  startedAt: '10',
  name: 'sh',
  marked: true,
};
const groups = new Set<number>();
const crowd = { members: [somebody], groups, isSure: true };
const nobody = { members: [], groups, isSure: true };
const doubt = { members: [], groups, isSure: false };

it('counts a look that is sure, and not one that sees somebody', () => {
  const watch = watchUntilGone();
  expect(watch.isGone(crowd)).toBe(false);
  expect(watch.lastSeen()).toEqual([somebody]);
  expect(watch.isGone(nobody)).toBe(true);
});

it('counts several doubtful looks where nobody was ever seen', () => {
  const watch = watchUntilGone();
  const looks = Array.from({ length: 10 }, () => watch.isGone(doubt));
  expect(looks.indexOf(true)).toBe(9);
});

it('does not count them soon after somebody was seen, and does later', async () => {
  const watch = watchUntilGone();
  watch.isGone(crowd);
  const looks = Array.from({ length: 20 }, () => watch.isGone(doubt));
  expect(looks).not.toContain(true);
  await delay(400);
  expect(watch.isGone(doubt)).toBe(true);
});
