import { expect, it } from 'vitest';
import { endLeftovers } from '../../src/bench/end-family.js';
import type { LivingProcess } from '../../src/bench/living-process.js';

// Numbers that no system gives to a process: signals to them go nowhere.
const [first, second] = [2 ** 24, 2 ** 24 + 1];
const stuck: LivingProcess = {
  pid: first,
  parent: 1,
  group: first,
  startedAt: '1',
  name: 'stuck',
  marked: true,
};
const brief: LivingProcess = { ...stuck, pid: second, group: second, name: 'brief' };

it('names what is still there at the end as not ended, and never as ended', async () => {
  let looks = 0;
  const twin = { ...brief, pid: second + 1, name: 'stuck' };
  const ended = await endLeftovers(() => {
    looks++;
    const members = looks < 20 ? [stuck, brief, twin] : [stuck];
    return Promise.resolve({ members, groups: new Set([first]), isSure: true });
  }, 0.5);
  expect(ended).toEqual({ leftovers: ['brief'], survivors: ['stuck'] });
});

it('names what has gone for good as ended', async () => {
  let looks = 0;
  const ended = await endLeftovers(() => {
    looks++;
    return Promise.resolve({ members: looks < 20 ? [brief] : [], groups: new Set(), isSure: looks > 30 });
  }, 0.1);
  expect(ended).toEqual({ leftovers: ['brief'] });
  expect(looks).toBeGreaterThan(30);
});
