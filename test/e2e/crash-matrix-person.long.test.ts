import { expect, test } from 'vitest';
import { crashAt } from '../support/crash/matrix.js';
import { abandonStep, extendStep, pruneStep } from '../support/crash/person-steps.js';

// Each is put right in its own way.
const steps = [abandonStep(), pruneStep(), extendStep()];

test.each(steps)('$name: killed after each effect', async (step) => {
  expect(await crashAt(step)).toEqual([]);
});
