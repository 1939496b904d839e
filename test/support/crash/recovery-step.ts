import { enact } from './enact.js';
import type { Step } from './step.js';

/**
 * A server starts and finds what another one has left in the middle of a step.
 *
 * @param after the first effect of the step whose label matches is the one that the other was killed after.
 * @param killsGit whether the git died with it that it had just started.
 */
export function recoveryStep(step: Step, after: RegExp, killsGit = false): Step {
  return {
    name: `recovery from ${step.name} killed ${killsGit ? 'with its git ' : ''}after ${after.source}`,
    prepare: async () => {
      const world = await step.prepare();
      world.save();
      await enact(step, world);
      const effect = world.effects().findIndex((label) => after.test(label));
      if (effect < 0) throw new Error(`${step.name} has no effect like ${after}.`);
      world.putBack();
      await enact(step, world, { killAfter: effect + 1, killsGit });
      return world;
    },
    isStart: true,
    act: (_, server) => server.ok('get_status'),
    finish: step.finish,
  };
}
