import { writeFileSync } from 'node:fs';
import { eventually } from '../eventually.js';
import { processesWith } from '../processes.js';
import { printing } from '../session.js';
import { enact } from './enact.js';
import {
  edit,
  init,
  lastRun,
  measure,
  type Place,
  sessionWorld,
  smallWorld,
  withServer,
} from './small-world.js';
import type { Step } from './step.js';
import type { World } from './world.js';

const description = 'a try';

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

/** A session begins. */
export function initStep(isolation: Place): Step {
  const start = { ...init, isolation };
  return {
    name: `init, ${isolation}`,
    prepare: () => Promise.resolve(smallWorld()),
    act: (_, server) => server.ok('init_experiment', start),
    finish: (_, server) => server.ok('init_experiment', start),
  };
}

/** A candidate is measured, and is better. */
export function runStep(isolation: Place): Step {
  return {
    name: `run, ${isolation}`,
    prepare: async () => {
      const world = await sessionWorld(isolation);
      edit(world);
      return world;
    },
    act: (_, server) => server.ok('run_experiment', { description }),
    finish: async (_, server) => {
      const { pending_run: pending } = await server.ok('get_status');
      if (pending === undefined) await server.ok('run_experiment', { description });
    },
  };
}

/** A run is kept or discarded, after more edits. */
export function logStep(status: 'keep' | 'discard', isolation: Place): Step {
  const log = (world: World) => ({ run_id: lastRun(world), status, description });
  return {
    name: `${status}, ${isolation}`,
    prepare: async () => {
      const world = await sessionWorld(isolation);
      edit(world);
      await withServer(world, measure);
      world.repository.write('code.sh', printing(80));
      world.repository.write('later.txt', 'written after the snapshot\n');
      return world;
    },
    act: (world, server) => server.ok('log_experiment', log(world)),
    finish: async (world, server) => {
      await server.ok('log_experiment', log(world));
      await server.ok('log_experiment', log(world));
    },
  };
}

/** A run is cancelled in the middle of its first sample. */
export function cancelStep(isolation: Place): Step {
  const runId = (world: World) => ({ run_id: lastRun(world) });
  return {
    name: `cancel, ${isolation}`,
    prepare: async () => {
      const world = await sessionWorld(isolation);
      edit(world, `while [ -e ${world.flag} ]; do sleep 0.05; done\n${printing(90)}`);
      return world;
    },
    begin: async (world, server) => {
      writeFileSync(world.flag, '');
      await server.ok('run_experiment', { description, wait_seconds: 0 });
      await eventually('the sample', () =>
        processesWith(world.variable).some((line) => line.includes('sleep')),
      );
    },
    act: (world, server) => server.ok('cancel_run', runId(world)),
    finish: async (world, server) => {
      await server.ok('cancel_run', runId(world));
      const { pending_run: pending } = await server.ok('get_status');
      if (pending === undefined) await server.ok('run_experiment', { description });
      await server.ok('log_experiment', { ...runId(world), status: 'discard', description });
    },
    hasOtherEnds: true,
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
    prepare: async () => {
      const world = await sessionWorld(isolation);
      edit(world);
      await withServer(world, async (server) => {
        const run_id = await measure(server);
        await server.ok('log_experiment', { run_id, status: 'keep', description });
      });
      return world;
    },
    act: end,
    finish: end,
  };
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

/** A person accepts a run that is too good to be believed: it is measured again by the command line. */
export function acceptStep(): Step {
  return {
    name: 'accept',
    prepare: async () => {
      const world = await sessionWorld('isolated');
      edit(world, printing(1));
      await withServer(world, measure);
      return world;
    },
    act: () => Promise.resolve(),
    program: (world) => ['accept', lastRun(world)],
    finish: async (world, server) => {
      const { recent_runs: runs } = await server.ok('get_status');
      if (runs[0].run === 1) await world.run(['accept', runs[0].run_id]);
    },
  };
}

/**
 * A server starts and finds what another one has left in the middle of a step.
 *
 * @param killAfter the first effect of the step whose label matches.
 */
export function recoveryStep(step: Step, killAfter: RegExp): Step {
  return {
    name: `recovery from ${step.name} killed after ${killAfter.source}`,
    prepare: async () => {
      const world = await step.prepare();
      world.save();
      await enact(step, world);
      const effect = world.effects().findIndex((label) => killAfter.test(label));
      if (effect < 0) throw new Error(`${step.name} has no effect like ${killAfter}.`);
      world.putBack();
      await enact(step, world, { killAfter: effect + 1 });
      return world;
    },
    isStart: true,
    act: (_, server) => server.ok('get_status'),
    finish: step.finish,
  };
}
