import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Connected, connect } from '../support/connect.js';
import { eventually } from '../support/eventually.js';
import { type Family, makeFamily } from '../support/family.js';
import { isAlive, makeGate } from '../support/gate.js';
import { printing, scriptFiles, scriptInit } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository, type TestRepository } from '../support/test-repository.js';

const description = 'a try';

/** A repository in which each of the commands becomes a family while its file is there. */
interface Scene {
  readonly repository: TestRepository;
  readonly family: Family;
  readonly arm: (command: 'bench' | 'checks') => void;
  readonly disarm: () => void;
}

function makeScene(): Scene {
  const family = makeFamily();
  const directory = temporaryDirectory();
  const armed = (name: string) => `if [ -e ${directory}/${name} ]; then ${family.code}fi\n`;
  const repository = makeRepository({
    ...scriptFiles,
    'autoresearch.yaml': 'kill_grace_seconds: 1\n',
    'bench.sh': `${armed('bench')}. ./code.sh\n`,
    'checks.sh': armed('checks'),
  });
  return {
    repository,
    family,
    arm: (command) => writeFileSync(join(directory, command), ''),
    disarm: () => {
      for (const name of ['bench', 'checks']) rmSync(join(directory, name), { force: true });
    },
  };
}

const init = { ...scriptInit, checks_command: 'sh checks.sh' };

async function kill({ pid }: Connected): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await eventually('the server to be gone', () => !isAlive(pid));
}

/** Start a run, and let it stand in the midst of a command. */
async function stand(server: Connected, { repository, family }: Scene): Promise<void> {
  repository.write('code.sh', printing(90));
  await server.ok('run_experiment', { description, wait_seconds: 0 });
  await family.settled();
}

const places: [string, string, (server: Connected, scene: Scene) => Promise<void>][] = [
  [
    'the baseline',
    'ended',
    async (server, { arm, family }) => {
      arm('bench');
      await server.ok('init_experiment', { ...init, wait_seconds: 0 });
      await family.settled();
    },
  ],
  [
    'a run',
    'active',
    async (server, scene) => {
      await server.ok('init_experiment', init);
      scene.arm('bench');
      await stand(server, scene);
    },
  ],
  [
    'the checks',
    'active',
    async (server, scene) => {
      await server.ok('init_experiment', init);
      scene.arm('checks');
      await stand(server, scene);
    },
  ],
  [
    'a replay',
    'active',
    async (server, { repository, arm, family }) => {
      const { session_id } = await server.ok('init_experiment', init);
      repository.write('code.sh', printing(90));
      const { run_id } = await server.ok('run_experiment', { description });
      await server.ok('log_experiment', { run_id, status: 'keep', description });
      arm('bench');
      server.call('end_session', { session_id }).catch(() => undefined);
      await family.settled();
    },
  ],
];

test.each(places)(
  'what a killed server was running for %s is ended by the next start',
  async (_, state, begin) => {
    const scene = makeScene();
    const { family, repository, disarm } = scene;
    const server = await connect({ directory: repository.root });
    await begin(server, scene);
    await kill(server);
    expect(family.alive()).toHaveLength(5);
    disarm();
    // Nobody has to call a tool, or even to start it in that repository.
    const next = await connect({ directory: temporaryDirectory(), home: server.home });
    await family.gone();
    const status = await next.ok('get_status', { directory: repository.root });
    expect(status.session.state).toBe(state);
    expect(status.notes.join()).toContain('After a restart');
  },
);

test('a session that cannot be put right does not keep the others from it', async () => {
  const [broken, whole] = [makeScene(), makeScene()];
  const server = await connect({ directory: broken.repository.root });
  const other = await connect({ directory: whole.repository.root, home: server.home });
  await other.ok('init_experiment', init);
  whole.arm('bench');
  await stand(other, whole);
  await kill(other);
  await server.ok('init_experiment', { ...init, isolation: 'in-place' });
  expect(whole.family.alive()).toEqual([]);
  broken.arm('bench');
  await stand(server, broken);
  await kill(server);
  rmSync(join(broken.repository.root, '.git'), { recursive: true });
  expect(broken.family.alive()).toHaveLength(5);
  for (const { disarm } of [broken, whole]) disarm();
  const next = await connect({ directory: whole.repository.root, home: server.home });
  await broken.family.gone();
  const status = await next.ok('get_status');
  const run = await next.ok('run_experiment', { run_id: `${status.session_id}.1` });
  expect(run).toMatchObject({ state: 'finished', verdict: 'better' });
  expect(next.stderr()).toContain('recovery failed');
});

test('whoever takes the machine over from a killed server first ends what that was running', async () => {
  const scene = makeScene();
  const { family, repository, disarm } = scene;
  const server = await connect({ directory: repository.root });
  const gate = makeGate();
  const elsewhere = makeRepository({ ...scriptFiles, 'code.sh': gate.code + printing(100) });
  const other = await connect({ directory: elsewhere.root, home: server.home });
  await server.ok('init_experiment', init);
  scene.arm('bench');
  await stand(server, scene);
  await kill(server);
  expect(family.alive()).toHaveLength(5);
  // The other server was there before, and finds nothing to put right in its own repository.
  const begun = other.ok('init_experiment', scriptInit);
  await gate.reached();
  expect(family.alive()).toEqual([]);
  gate.open();
  expect(await begun).toMatchObject({ verdict: 'baseline' });
  disarm();
  const back = await connect({ directory: repository.root, home: server.home });
  const run = await back.ok('run_experiment', { run_id: `${(await back.ok('get_status')).session_id}.1` });
  expect(run).toMatchObject({ state: 'finished', verdict: 'better' });
});
