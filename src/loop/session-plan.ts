import type { Session } from '../store/session.js';
import { affordableSamples, defaultMinEffectPercent } from '../verdict/noise.js';
import { type Plan, planFor } from '../verdict/plan.js';
import { detectablePercent } from '../verdict/power.js';

/** The smallest effect that counts in a session, in percent. */
export function minEffectOf({ config, deterministic }: Session): number {
  return config.min_effect_percent ?? defaultMinEffectPercent(deterministic);
}

/** How candidates of a session are judged: as its noise asks for, and its budget affords. */
export function planOf(session: Session): Plan {
  const { config, deterministic } = session;
  const confirms = config.strictness === 'confirm';
  return planFor({ deterministic, affordable: affordableOf(session), confirms });
}

/** How many samples the budget of one experiment affords. */
export function affordableOf({ config, noise }: Session): number {
  return noise === undefined ? 0 : affordableSamples(config.measure_budget_seconds, noise.seconds);
}

/** The smallest improvement, in percent, that the plan finds with 80 % power; undefined where that is not known. */
export function detectableOf(session: Session): number | undefined {
  const plan = planOf(session);
  const pairPercent = session.noise?.pairPercent;
  if (plan.kind !== 'paired' || pairPercent === undefined) return undefined;
  return detectablePercent(plan, pairPercent, minEffectOf(session), session.config.direction);
}
