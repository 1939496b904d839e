import { writeFileSync } from 'node:fs';
import { eventually } from '../eventually.js';
import { processesWith } from '../processes.js';
import { printing } from '../session.js';
import { editOddly, oddWorld } from './odd-world.js';
import { edit, lastRun, type Place, sessionWorld, smallWorld } from './small-world.js';
import type { Step } from './step.js';
import type { World } from './world.js';

const description = 'a try';

/** A candidate is measured, and is better. */
export function runStep(isolation: Place): Step {
  return measuredIn(`run, ${isolation}`, isolation, smallWorld, edit);
}

/** The arms are set up, and what is better is checked. */
export function checkedRunStep(): Step {
  const commands = 'setup_command: echo ready > ready.txt\nchecks_command: test -e ready.txt\n';
  return measuredIn('run with a set-up and checks', 'isolated', () => smallWorld(commands), edit);
}

/** Files are swapped that git does not write as they stand there. */
export function oddRunStep(): Step {
  return measuredIn('run among odd files', 'in-place', oddWorld, editOddly);
}

function measuredIn(name: string, isolation: Place, make: () => World, change: (world: World) => void): Step {
  return {
    name,
    prepare: async () => {
      const world = await sessionWorld(isolation, make());
      change(world);
      return world;
    },
    act: (_, server) => server.ok('run_experiment', { description }),
    finish: async (_, server) => {
      const { pending_run: pending } = await server.ok('get_status');
      const run = pending === undefined ? { description } : { run_id: pending.run_id };
      await server.ok('run_experiment', run);
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
