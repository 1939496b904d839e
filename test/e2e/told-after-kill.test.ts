import { expect, test } from 'vitest';
import { enact } from '../support/crash/enact.js';
import { logStep } from '../support/crash/log-steps.js';
import { initStep } from '../support/crash/session-steps.js';
import { withServer } from '../support/crash/small-world.js';
import type { Step } from '../support/crash/step.js';
import type { World } from '../support/crash/world.js';
import { printing } from '../support/session.js';

/** A world in which the server was killed in the midst of a step, after the first effect of such a name. */
async function cutOff(step: Step, after: RegExp): Promise<World> {
  const world = await step.prepare();
  world.save();
  await enact(step, world);
  const effect = world.effects().findIndex((label) => after.test(label));
  expect(effect).toBeGreaterThan(0);
  world.putBack();
  await enact(step, world, { killAfter: effect + 1 });
  return world;
}

function commitByHand({ repository }: World): string {
  repository.write('code.sh', printing(70));
  repository.git('commit', '-q', '-m', 'By hand', '--', 'code.sh');
  return repository.git('rev-parse', 'HEAD');
}

function toldIn(world: World): Promise<readonly string[]> {
  return withServer(world, async (server) => (await server.ok('get_status')).notes);
}

function refsOf({ repository }: World, kind: string): string[] {
  const all = repository.git('for-each-ref', '--format=%(refname)', 'refs/autoresearch').split('\n');
  return all.filter((ref) => ref.includes(`/${kind}/`));
}

test('what a keep that was cut off leaves, and takes from the branch, is told by who finishes it', async () => {
  const world = await cutOff(logStep('keep', 'isolated'), /^commit UPDATE runs/);
  const commit = commitByHand(world);
  const notes = await toldIn(world);
  expect(notes).toContain('After a restart: run 1 finished the keep that was cut off.');
  expect(notes).toContain('Edits that were not measured are still in the working directory, uncommitted.');
  const [ref = ''] = refsOf(world, 'commits');
  expect(notes.join('\n')).toContain(
    `No longer on the branch is the commit ${commit.slice(0, 12)} "By hand"; it stays reachable: \`git log ${ref}\`.`,
  );
});

test('a keep that had moved the branch already takes no commit of its own from it', async () => {
  const world = await cutOff(logStep('keep', 'isolated'), /update-ref.*keep run/);
  expect((await toldIn(world)).join('\n')).not.toContain('No longer on the branch');
  expect(refsOf(world, 'commits')).toEqual([]);
});

test('what a discard that was cut off has saved is told by who finishes it', async () => {
  const world = await cutOff(logStep('discard', 'isolated'), /read-tree --reset/);
  const [edits = '', ...others] = refsOf(world, 'edits');
  expect(others).toEqual([]);
  expect(await toldIn(world)).toContain(
    `Edits made after the measurement were saved under ${edits} before files were written over them.`,
  );
});

test('what somebody has committed on the branch of a session that was cut off at its start is left, and told', async () => {
  const world = await cutOff(initStep('isolated'), /symbolic-ref/);
  const commit = commitByHand(world);
  const status = await withServer(world, (server) => server.ok('get_status'));
  expect(status).toMatchObject({ session: { state: 'ended' } });
  expect(JSON.stringify(status)).toContain('somebody has committed on its branch since');
  expect(world.repository.git('rev-parse', 'HEAD')).toBe(commit);
});
