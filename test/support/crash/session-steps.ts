import { edit, init, measure, type Place, sessionWorld, smallWorld, withServer } from './small-world.js';
import type { Step } from './step.js';
import type { World } from './world.js';

/** A server starts where none has been. */
export function firstStartStep(): Step {
  return {
    name: 'first start',
    prepare: () => Promise.resolve(smallWorld()),
    isStart: true,
    act: (_, server) => server.refused('get_status'),
    finish: (_, server) => server.ok('init_experiment', init),
  };
}

/** A session begins. What measures is not committed yet: it begins with a commit of that. */
export function initStep(isolation: Place): Step {
  const start = { ...init, isolation };
  return {
    name: `init, ${isolation}`,
    prepare: () => Promise.resolve(smallWorld()),
    act: (_, server) => server.ok('init_experiment', start),
    finish: (_, server) => server.ok('init_experiment', start),
  };
}

/** A session does not come about: nothing prints its metric. */
export function failingInitStep(isolation: Place): Step {
  const start = { ...init, metric_name: 'speed', isolation };
  return {
    name: `init that fails, ${isolation}`,
    prepare: () => Promise.resolve(smallWorld()),
    act: (_, server) => server.refused('init_experiment', start),
    finish: (_, server) => server.refused('init_experiment', start),
  };
}

/** A session ends, in which something was kept: the final code is measured against the baseline. */
export function endStep(isolation: Place): Step {
  const end: Step['act'] = async (_, server) => {
    const { session_id } = await server.ok('get_status');
    return server.ok('end_session', { session_id });
  };
  return {
    name: `end, ${isolation}`,
    prepare: () => keptWorld(isolation),
    act: end,
    finish: end,
  };
}

/** A session in which one candidate was kept. */
export async function keptWorld(isolation: Place): Promise<World> {
  const world = await sessionWorld(isolation);
  edit(world);
  await withServer(world, async (server) => {
    const run_id = await measure(server);
    await server.ok('log_experiment', { run_id, status: 'keep', description: 'a try' });
  });
  return world;
}

/** A session is ended by another one, while a candidate of the first waits to be logged. */
export function restartStep(isolation: Place): Step {
  const start = { ...init, name: 'Second', isolation, restart: true };
  return {
    name: `restart, ${isolation}`,
    prepare: async () => {
      const world = await sessionWorld(isolation);
      edit(world);
      await withServer(world, measure);
      return world;
    },
    act: (_, server) => server.ok('init_experiment', start),
    finish: async (_, server) => {
      const { session } = await server.ok('get_status');
      const isDone = session.name === start.name && session.state === 'active';
      if (!isDone) await server.ok('init_experiment', start);
    },
    // The first session has ended by then, and the second is none before it has a baseline.
    hasOtherEnds: true,
  };
}
