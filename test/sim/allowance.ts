/** How many of so many may be counted where the true share must not be over the bound. */
export type Allowance = (candidates: number, share: number) => number;

/** The bound itself: for runs so large that chance hardly matters. */
export const asBounded: Allowance = (candidates, share) => candidates * share;

/** How probable it is that a procedure that just meets its bound is taken for one that does not. */
const risk = 1e-4;

/** What a true share at the bound exceeds with a probability under {@link risk}: for smaller runs. */
export const withChance: Allowance = (candidates, share) => {
  let logProbability = candidates * Math.log1p(-share);
  let within = Math.exp(logProbability);
  let count = 0;
  while (1 - within >= risk) {
    logProbability += Math.log((candidates - count) / (count + 1)) + Math.log(share) - Math.log1p(-share);
    within += Math.exp(logProbability);
    count++;
  }
  return count;
};
