import { expect, test } from 'vitest';
import { isEffective } from '../../src/verdict/probe.js';

test.each([
  [undefined, [100], 0, true],
  [100, [100], 0, false],
  [100.9, [100], 0, false],
  [101.1, [100], 0, true],
  [109, [100], 5, false],
  [111, [100], 5, true],
  [-100.5, [-100], 0, false],
  [-102, [-100], 0, true],
  // Near the baseline's or near the candidate's own: either way the code was not read.
  [150, [100, 150], 0, false],
  [0, [100], 0, true],
  [0, [0], 0, false],
])(
  'emptied %s against %j with a spread of %d %%: effective is %s',
  (emptied, references, spreadPercent, effective) => {
    const compared = { references, spreadPercent };
    expect(isEffective(emptied === undefined ? compared : { ...compared, emptied })).toBe(effective);
  },
);
