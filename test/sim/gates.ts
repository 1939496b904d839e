import type { Allowance } from './allowance.js';
import type { Tally } from './tally.js';

/** Of candidates without effect. */
const mostScreened = 0.055;
const mostKept = 0.001;
/** Of candidates that are 5 % better. */
const mostMissed = 0.03;
/** Percentage points between the mean total that is claimed and the mean that is true. */
const mostClaimedBeyond = 0.3;

/** Bounds of which a procedure is over one. */
export type Violation = 'screens noise' | 'keeps noise' | 'misses gains' | 'claims what is not so';

/** What candidates without effect must show. */
export function judgeNoise({ candidates, screened, kept }: Tally, allowance: Allowance): Violation[] {
  return [
    ...violationIf('screens noise', screened > allowance(candidates, mostScreened)),
    ...violationIf('keeps noise', kept > allowance(candidates, mostKept)),
  ];
}

/** What candidates that are 5 % better must show. */
export function judgePower({ candidates, kept }: Tally, allowance: Allowance): Violation[] {
  return violationIf('misses gains', candidates - kept > allowance(candidates, mostMissed));
}

/** What whole loops must show. @param claimed the mean total, in percent. */
export function judgeClaim(claimed: number, { meanTrue }: Tally): Violation[] {
  return violationIf('claims what is not so', Math.abs(claimed - meanTrue) > mostClaimedBeyond);
}

function violationIf(violation: Violation, isSo: boolean): Violation[] {
  return isSo ? [violation] : [];
}
