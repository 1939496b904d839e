import { printing } from '../session.js';
import { readRows } from './rows.js';
import { keptWorld } from './session-steps.js';
import { edit, lastRun, measure, sessionWorld, smallWorld, withServer } from './small-world.js';
import type { Step } from './step.js';
import type { World } from './world.js';

/** A person accepts a run that is too good to be believed: it is measured again by the command line. */
export function acceptStep(): Step {
  return {
    ...atTerminal('accept', (world) => ['accept', lastRun(world)]),
    prepare: async () => {
      const world = await sessionWorld('isolated');
      edit(world, printing(1));
      await withServer(world, measure);
      return world;
    },
    finish: async (world, server) => {
      const { recent_runs: runs } = await server.ok('get_status');
      if (runs[0].run === 1) await world.run(['accept', runs[0].run_id]);
    },
  };
}

/** A person goes back from a session in which something was kept, and something is being edited. */
export function abandonStep(): Step {
  const command = (world: World) => ['abandon', sessionOf(world)];
  return {
    ...atTerminal('abandon', command),
    prepare: async () => {
      const world = await keptWorld('isolated');
      world.repository.write('code.sh', printing(80));
      world.repository.write('idea.txt', 'is nowhere else\n');
      world.repository.git('add', 'idea.txt');
      return world;
    },
    finish: (world) => succeeding(world, command(world)),
  };
}

/** What a session has left that has ended is removed. */
export function pruneStep(): Step {
  const command = ['prune', '--older-than', '0h'];
  return {
    ...atTerminal('prune', () => command),
    prepare: async () => {
      const world = await keptWorld('isolated');
      await withServer(world, (server) => server.ok('end_session', { session_id: sessionOf(world) }));
      await succeeding(world, ['abandon', sessionOf(world)]);
      return world;
    },
    finish: async (world) => {
      await succeeding(world, command);
      const { stdout } = await succeeding(world, command);
      if (!stdout.includes('nothing to remove')) throw new Error(`Something was left: ${stdout}`);
    },
  };
}

/** A session may do one experiment more. */
export function extendStep(): Step {
  const command = ['extend', '--experiments', '1'];
  return {
    ...atTerminal('extend', () => command),
    prepare: () => sessionWorld('isolated', smallWorld('max_experiments: 1\n')),
    finish: async (world) => {
      if (readRows(world.home).sessions[0]?.extension === null) await succeeding(world, command);
    },
  };
}

function atTerminal(name: string, program: (world: World) => readonly string[]) {
  return { name, program, act: () => Promise.resolve() };
}

function sessionOf({ home }: World): string {
  return readRows(home).sessions[0]?.id ?? 'none';
}

async function succeeding(world: World, command: readonly string[]) {
  const outcome = await world.run(command);
  if (outcome.code !== 0) throw new Error(`${command.join(' ')}: ${outcome.stderr}`);
  return outcome;
}
