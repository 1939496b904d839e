import type { Connected } from '../connect.js';
import { printing, scriptFiles, scriptInit } from '../session.js';
import type { Files } from '../test-repository.js';
import { idOf, readRows } from './rows.js';
import { makeWorld, type World } from './world.js';

export type Place = 'isolated' | 'in-place';

/** What a session is started with, besides its place. */
export const init = { ...scriptInit, accept_dirty: true };

/**
 * A world with a benchmark that takes no time and is not committed yet, and with everything that is nobody's business: a
 * file that is ignored, and others that are untracked, edited, staged, added, to be added, and deleted.
 *
 * @param settings lines of `autoresearch.yaml`.
 * @param files more of them, committed.
 */
export function smallWorld(settings = '', files: Files = {}): World {
  const world = makeWorld({
    ...files,
    'code.sh': scriptFiles['code.sh'] ?? '',
    'autoresearch.yaml': `kill_grace_seconds: 1\n${settings}`,
    '.gitignore': '*.log\n',
    'gone.txt': 'is deleted by candidates\n',
    'below/mode.txt': 'is made executable by candidates\n',
    'edited.txt': 'committed\n',
    'staged.txt': 'committed\n',
    'deleted.txt': 'is deleted by the user\n',
  });
  const { repository } = world;
  repository.write('bench.sh', scriptFiles['bench.sh'] ?? '');
  repository.write('build.log', 'ignored\n');
  repository.write('mine.txt', 'untracked\n');
  repository.write('edited.txt', "the user's\n");
  repository.write('staged.txt', "the user's, staged\n");
  repository.write('added.txt', "the user's, new\n");
  repository.git('add', 'staged.txt', 'added.txt');
  repository.write('intended.txt', 'to be added\n');
  repository.git('add', '--intent-to-add', 'intended.txt');
  repository.remove('deleted.txt');
  return world;
}

/** Edit what a candidate may edit: a change, a deletion, a new file that is staged, and a mode. */
export function edit({ repository }: World, code: string = printing(90)): void {
  repository.write('code.sh', code);
  repository.remove('gone.txt');
  repository.write('new.txt', 'new\n');
  repository.git('add', 'new.txt');
  repository.write('below/mode.txt', repository.read('below/mode.txt'), 0o755);
}

/** Do something with a server of a world's own. */
export async function withServer<T>(world: World, work: (server: Connected) => Promise<T>): Promise<T> {
  const server = await world.start();
  const result = await work(server);
  await server.close();
  return result;
}

/** A small world, or another one, with a session in it. */
export async function sessionWorld(isolation: Place, world: World = smallWorld()): Promise<World> {
  await withServer(world, (server) => server.ok('init_experiment', { ...init, isolation }));
  return world;
}

/** Measure what is in the directory, to its end. */
export async function measure(server: Connected): Promise<string> {
  const { run_id } = await server.ok('run_experiment', { description: 'a try' });
  await server.ok('run_experiment', { run_id });
  return String(run_id);
}

/** The newest run of a world, by its id. */
export function lastRun({ home }: World): string {
  const { runs } = readRows(home);
  const last = runs.at(-1);
  if (last === undefined) throw new Error('There is no run yet.');
  return idOf(last);
}
