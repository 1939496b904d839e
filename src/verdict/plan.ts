/** One test, taken at one or several numbers of pairs. */
export interface Stage {
  /** Numbers of pairs, ascending, after which the test is taken. */
  readonly looks: readonly number[];
  /** Significance level of each look, one-sided. */
  readonly level: number;
}

/** How a candidate of a noisy metric is judged. */
export interface PairedPlan {
  readonly kind: 'paired';
  readonly screen: Stage;
  /** On pairs of its own. Absent where the budget does not afford it, or the session does not want it. */
  readonly confirm?: Stage;
}

/** A deterministic metric is taken at its word only after this many more samples of each side. */
export const exactRepeats = 3;

/** How a candidate is judged: by repetition of an exact value, by pairs, or by one sample. */
export type Plan = PairedPlan | { readonly kind: 'exact' } | { readonly kind: 'single' };

export interface PlanRequest {
  readonly deterministic: boolean;
  /** Samples that the budget of one experiment affords. */
  readonly affordable: number;
  /** Whether a screened candidate is confirmed on fresh pairs. */
  readonly confirms: boolean;
}

/** Pairs after which a candidate is given up that will hardly turn out better. */
export const futilityLooks: readonly number[] = [4, 8, 16];

// Looks as in S. J. Pocock, "Group sequential methods in the design and analysis of clinical trials", Biometrika 64
// (1977): one level at all looks. Together they give .047 and .019, by simulation.
const fullScreen: Stage = { looks: [8, 16, 24], level: 0.0225 };
const fullConfirm: Stage = { looks: [8, 16, 24], level: 0.0085 };

const mostPairs = 24;
/** Fewer pairs never reach a p-value under .05: five of five has 1/32. */
const fewestPairs = 5;
/** The gate sample, and the incumbent's uncounted one. */
const samplesBefore = 2;

/** The plan that a budget affords. */
export function planFor({ deterministic, affordable, confirms }: PlanRequest): Plan {
  if (deterministic) return { kind: 'exact' };
  const pairs = Math.floor((affordable - samplesBefore) / 2);
  return (confirms ? confirming(pairs) : undefined) ?? screening(pairs) ?? { kind: 'single' };
}

function confirming(pairs: number): PairedPlan | undefined {
  if (pairs >= 2 * mostPairs) return { kind: 'paired', screen: fullScreen, confirm: fullConfirm };
  const each = Math.floor(pairs / 2);
  if (each < fewestPairs) return undefined;
  // Five pairs have no p-value between 1/32 and 0. Passing both tests then has the probability 1/32², still under .001.
  const level = Math.max(0.02, 2 ** -each);
  return { kind: 'paired', screen: oneLook(each, 0.05), confirm: oneLook(each, level) };
}

function screening(pairs: number): PairedPlan | undefined {
  if (pairs >= mostPairs) return { kind: 'paired', screen: fullScreen };
  return pairs < fewestPairs ? undefined : { kind: 'paired', screen: oneLook(pairs, 0.05) };
}

function oneLook(pairs: number, level: number): Stage {
  return { looks: [pairs], level };
}

/**
 * Pairs for the replay of a session. Their number is settled beforehand: an interval holds for that, and not for as many
 * as it took to look well.
 */
export function replayPairs(deterministic: boolean, affordable: number): number {
  return deterministic ? 1 : Math.min(mostPairs, Math.max(1, Math.floor(affordable / 2)));
}

/** The largest number of pairs that a stage draws. */
export function longest(stage: Stage): number {
  return Math.max(...stage.looks);
}

/** The most samples that a candidate can cost. */
export function mostSamples(plan: Plan): number {
  switch (plan.kind) {
    case 'single':
      return 1;
    case 'exact':
      return 1 + 2 * exactRepeats;
    case 'paired':
      return (
        samplesBefore + 2 * (longest(plan.screen) + (plan.confirm === undefined ? 0 : longest(plan.confirm)))
      );
  }
}
