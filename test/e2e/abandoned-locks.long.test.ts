import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { enact } from '../support/crash/enact.js';
import { logStep } from '../support/crash/log-steps.js';
import { takePicture } from '../support/crash/picture.js';
import { readRows } from '../support/crash/rows.js';
import { withServer } from '../support/crash/small-world.js';
import type { World } from '../support/crash/world.js';

const step = logStep('keep', 'isolated');

/** The locks that a killed git would have left in the middle of a keep. */
function locksIn({ home, repository: { root } }: World): string[] {
  const [session] = readRows(home).sessions;
  if (session === undefined) throw new Error('There is no session.');
  const refs = join(root, '.git', 'refs');
  return [
    join(root, '.git', 'index.lock'),
    join(root, '.git', 'HEAD.lock'),
    join(refs, 'heads', 'autoresearch', `${session.id}.lock`),
    join(refs, 'autoresearch', session.id, '1.lock'),
    join(home, 'sessions', session.id, 'index.lock'),
  ];
}

/** A keep whose server was killed when its intention was stored; with what the same keep comes to otherwise. */
async function cutOff() {
  const world = await step.prepare();
  world.save();
  await enact(step, world);
  const whole = takePicture(world);
  const intention = world.effects().findIndex((label) => label.startsWith('commit UPDATE runs'));
  world.putBack();
  await enact(step, world, { killAfter: intention + 1 });
  expect(readRows(world.home).runs.at(-1)?.intention).toContain('kept');
  return { world, whole };
}

test('locks of a git that was killed together with its server are no obstacle for ever', async () => {
  const { world, whole } = await cutOff();
  for (const lock of locksIn(world)) writeFileSync(lock, '');
  await withServer(world, (server) => step.finish(world, server));
  expect(takePicture(world)).toEqual(whole);
  expect(locksIn(world).filter((lock) => existsSync(lock))).toEqual([]);
});

test("a lock that may be a living git's is left alone, and the next call goes on", async () => {
  const { world, whole } = await cutOff();
  const [lock = ''] = locksIn(world);
  writeFileSync(lock, '');
  // It waits for its standard input, as others do for an editor.
  const git = spawn('git', ['cat-file', '--batch'], {
    cwd: world.repository.root,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  onTestFinished(() => void git.kill());
  await withServer(world, async (server) => {
    const busy = { code: 'git_busy', message: expect.stringContaining('still running') };
    expect(await server.refused('run_experiment', { description: 'a try' })).toMatchObject(busy);
    expect(existsSync(lock)).toBe(true);
    git.stdin.end();
    await once(git, 'exit');
    await step.finish(world, server);
  });
  expect(takePicture(world)).toEqual(whole);
});
