import { expect, test } from 'vitest';
import { withChance } from './allowance.js';
import { judgeNoise } from './gates.js';
import { mutants } from './mutants.js';
import { pairedRule } from './paired-rule.js';
import { theProcedure } from './procedure.js';
import { tally } from './tally.js';

const loops = 150;
const seed = 2;

test.each(mutants.map((mutant) => [mutant.procedure.name, mutant] as const))(
  '%s is found out',
  (_, { procedure, world, violates }) => {
    const ours = tally(pairedRule(theProcedure), world, loops, seed);
    const broken = tally(pairedRule(procedure), world, loops, seed);
    expect(judgeNoise(ours, withChance)).toEqual([]);
    expect(judgeNoise(broken, withChance)).toEqual(violates);
  },
);
