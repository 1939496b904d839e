import { enact } from './enact.js';
import type { Step } from './step.js';

interface Kill {
  /** Whether the git died with it that it had just started. */
  readonly killsGit?: boolean;
  /** Whether the recovery is the rest of the step itself, whose effects are cells of the step's. */
  readonly isRest?: boolean;
}

/**
 * A server starts and finds what another one has left in the middle of a step.
 *
 * @param after the first effect of the step whose label matches is the one that the other was killed after.
 */
export function recoveryStep(
  step: Step,
  after: RegExp,
  { killsGit = false, isRest = false }: Kill = {},
): Step {
  let effects: readonly string[] = [];
  return {
    name: `recovery from ${step.name} killed ${killsGit ? 'with its git ' : ''}after ${after.source}`,
    prepare: async () => {
      const world = await step.prepare();
      world.save();
      await enact(step, world);
      effects = world.effects();
      const effect = effects.findIndex((label) => after.test(label));
      if (effect < 0) throw new Error(`${step.name} has no effect like ${after}.`);
      world.putBack();
      await enact(step, world, { killAfter: effect + 1, killsGit });
      return world;
    },
    isStart: true,
    known: () => (isRest ? effects : []),
    // There may be no session to tell of.
    act: (_, server) => server.call('get_status'),
    finish: step.finish,
  };
}
