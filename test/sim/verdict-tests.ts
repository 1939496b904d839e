import { afterAll, describe, expect, test } from 'vitest';
import type { Allowance } from './allowance.js';
import { allOf, realistic } from './candidates.js';
import { judgeClaim, judgeNoise, judgePower } from './gates.js';
import type { World } from './loop.js';
import { drifting, type NoiseModel, secondFaster, steady } from './noise.js';
import { pairedRule } from './paired-rule.js';
import { theProcedure } from './procedure.js';
import { rivals } from './rivals.js';
import { type Row, tableOf } from './table.js';
import { type Tally, tally } from './tally.js';

/** How much is simulated. A loop is 100 experiments. */
export interface Size {
  /** Of candidates without effect, under each noise. */
  readonly noiseLoops: number;
  /** Of candidates that are all better or all worse. */
  readonly effectLoops: number;
  readonly realisticLoops: number;
  readonly allowance: Allowance;
}

const seed = 1;
const noises: readonly NoiseModel[] = [steady(3), steady(5), drifting, secondFaster];

/** The tests of the procedure by simulation, and its table beside other rules, at any size. */
export function testVerdicts({ noiseLoops, effectLoops, realisticLoops, allowance }: Size): void {
  const rows: Row[] = [];

  /** Play this project's procedure and its rivals. */
  function play(world: World, loops: number): { readonly ours: Tally; readonly theirs: readonly Tally[] } {
    const [ours, ...theirs] = [pairedRule(theProcedure), ...rivals].map((rule) => {
      const result = tally(rule, world, loops, seed);
      rows.push({ world, rule: rule.name, tally: result });
      return result;
    });
    if (ours === undefined) throw new Error('This project has a procedure.');
    return { ours, theirs };
  }

  describe('the procedure by simulation', () => {
    afterAll(() => {
      process.stdout.write(tableOf(rows));
    });

    test.each(noises.map((noise) => [noise.name, noise] as const))(
      'with noise of %s hardly a candidate without effect is kept, and none costs much',
      (_, noise) => {
        const { ours, theirs } = play({ noise, population: allOf(0) }, noiseLoops);
        expect(judgeNoise(ours, allowance)).toEqual([]);
        expect(ours.samplesPerCandidate).toBeLessThan(36);
        for (const rival of theirs) expect(judgeNoise(rival, allowance)).toContain('keeps noise');
      },
    );

    test('with noise of 3 % almost all candidates that are 5 % better are kept', () => {
      const { ours } = play({ noise: steady(3), population: allOf(5) }, effectLoops);
      expect(judgePower(ours, allowance)).toEqual([]);
    });

    test('a candidate that is clearly worse takes hardly more than four pairs', () => {
      const { ours } = play({ noise: steady(3), population: allOf(-5) }, effectLoops);
      expect(ours.pairsPerCandidate).toBeLessThan(4.5);
      expect(ours.kept).toBe(0);
    });

    test('a replay at the end claims what is true, and the steps claim more', () => {
      const { ours } = play({ noise: steady(3), population: realistic }, realisticLoops);
      expect(judgeClaim(ours.meanClaimed, ours)).toEqual([]);
      expect(judgeClaim(ours.meanSteps, ours)).toEqual(['claims what is not so']);
    });
  });
}
