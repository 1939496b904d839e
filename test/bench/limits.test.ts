import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { type LimitReached, watchLimits } from '../../src/bench/limits.js';

it('says once what came first', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const first = await new Promise<LimitReached[]>((resolve) => {
    const reached: LimitReached[] = [];
    watchLimits({ timeoutSeconds: 0.01, signal }, (limit) => {
      reached.push(limit);
      controller.abort();
      setImmediate(() => resolve(reached));
    });
  });
  expect(first).toEqual(['timed_out']);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('says nothing after its release', () => {
  const controller = new AbortController();
  const { signal } = controller;
  const reached: LimitReached[] = [];
  const release = watchLimits({ timeoutSeconds: 60, signal }, (limit) => reached.push(limit));
  release();
  controller.abort();
  expect(reached).toEqual([]);
});
