import { printing } from '../session.js';
import { editOddly, oddWorld } from './odd-world.js';
import { edit, lastRun, measure, type Place, sessionWorld, withServer } from './small-world.js';
import type { Step } from './step.js';
import type { World } from './world.js';

const description = 'a try';
type Status = 'keep' | 'discard';

/** A run is kept or discarded, after more edits. */
export function logStep(status: Status, isolation: Place): Step {
  return loggedIn(`${status}, ${isolation}`, status, async () => {
    const world = await sessionWorld(isolation);
    edit(world);
    await withServer(world, measure);
    editLater(world);
    return world;
  });
}

/** A candidate is discarded that the agent has committed, and has made another commit after. */
export function discardOfCommitsStep(): Step {
  return loggedIn("discard of the agent's own commits", 'discard', async () => {
    const world = await sessionWorld('isolated');
    const commit = (message: string, ...paths: string[]) =>
      world.repository.git('commit', '-q', '-m', message, '--', ...paths);
    edit(world);
    commit('By the agent', 'code.sh', 'gone.txt', 'new.txt', 'below/mode.txt');
    await withServer(world, measure);
    world.repository.write('code.sh', printing(80));
    commit('By the agent, later', 'code.sh');
    return world;
  });
}

/** Files are restored that git does not write as they stood there. */
export function oddDiscardStep(): Step {
  return loggedIn('discard among odd files', 'discard', async () => {
    const world = await sessionWorld('isolated', oddWorld());
    editOddly(world);
    await withServer(world, measure);
    editLater(world);
    world.repository.write('kept.lossy', 'X written later X\n');
    return world;
  });
}

/** A candidate that a person has accepted is brought in where it was discarded, beside what is edited by then. */
export function keepOfAcceptedStep(): Step {
  return loggedIn('keep of what was accepted', 'keep', async () => {
    const world = await sessionWorld('isolated');
    edit(world, printing(1));
    const run_id = await withServer(world, async (server) => {
      const id = await measure(server);
      await server.ok('log_experiment', { run_id: id, status: 'discard', description });
      return id;
    });
    const { stderr } = await world.run(['accept', run_id]);
    if (stderr !== '') throw new Error(stderr);
    world.repository.write('later.txt', 'written beside it\n');
    return world;
  });
}

function loggedIn(name: string, status: Status, prepare: Step['prepare']): Step {
  const log = (world: World) => ({ run_id: lastRun(world), status, description });
  return {
    name,
    prepare,
    act: (world, server) => server.ok('log_experiment', log(world)),
    finish: async (world, server) => {
      await server.ok('log_experiment', log(world));
      await server.ok('log_experiment', log(world));
    },
  };
}

function editLater({ repository }: World): void {
  repository.write('code.sh', printing(80));
  repository.write('later.txt', 'written after the snapshot\n');
}
