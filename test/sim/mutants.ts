import type { PairedPlan, Stage } from '../../src/verdict/plan.js';
import { allOf } from './candidates.js';
import type { Violation } from './gates.js';
import type { World } from './loop.js';
import { drifting, secondFaster, steady } from './noise.js';
import { type Procedure, theProcedure } from './procedure.js';

/** A mistake in the procedure, and where it shows. */
export interface Mutant {
  readonly procedure: Procedure;
  readonly world: World;
  readonly violates: readonly Violation[];
}

const noEffect = allOf(0);
const quiet: World = { noise: steady(3), population: noEffect };

/** Mistakes that are easily made, each of which would let noise through. */
export const mutants: readonly Mutant[] = [
  {
    procedure: {
      ...theProcedure,
      name: 'a fixed order within the pair',
      drawOf: () => ({ candidateFirst: false, seed: 0 }),
    },
    world: { noise: secondFaster, population: noEffect },
    violates: ['screens noise', 'keeps noise'],
  },
  {
    procedure: { ...theProcedure, name: 'stored values of the incumbent', storedSamples: 24 },
    world: { noise: drifting, population: noEffect },
    violates: ['keeps noise'],
  },
  {
    procedure: { ...theProcedure, name: 'a test after every pair', plan: afterEveryPair(theProcedure.plan) },
    world: quiet,
    violates: ['screens noise', 'keeps noise'],
  },
  {
    procedure: { ...theProcedure, name: "confirmation on the screen's pairs", confirmsOn: (pairs) => pairs },
    world: quiet,
    violates: ['keeps noise'],
  },
  {
    procedure: { ...theProcedure, name: 'twenty tries of the same tree', attempts: 20 },
    world: quiet,
    violates: ['screens noise', 'keeps noise'],
  },
];

function afterEveryPair(plan: PairedPlan): PairedPlan {
  const everyPair = Array.from({ length: 20 }, (_, at) => at + 5);
  const lookedAt = (stage: Stage): Stage => ({ ...stage, looks: everyPair });
  return {
    ...plan,
    screen: lookedAt(plan.screen),
    ...(plan.confirm === undefined ? {} : { confirm: lookedAt(plan.confirm) }),
  };
}
