import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { enforceLimits } from '../../src/bench/limits.js';

it('gives up on a process that outlives its KILL', async () => {
  // The group is empty by then, so that nothing that is sent to it can ever have an effect.
  const child = spawn('true', { detached: true, stdio: 'ignore' });
  const group = child.pid ?? 0;
  await once(child, 'exit');
  const { signal } = new AbortController();
  await new Promise<void>((resolve) => {
    const limits = enforceLimits({ timeoutSeconds: 0.01, killGraceSeconds: 0.01, signal }, group, () => {
      expect(limits.release()).toBe('timed_out');
      resolve();
    });
  });
});
