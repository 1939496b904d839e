import type { Session } from '../store/session.js';
import { longest, type PairedPlan } from '../verdict/plan.js';
import { detectableOf, minEffectOf, planOf } from './session-plan.js';

/**
 * How candidates are judged, in words that the agent can act on. It changes with the session: a faster incumbent may
 * afford another plan.
 *
 * @param session whose baseline has been measured.
 */
export function planWords(session: Session): string {
  return [...judging(session), place(session), ...holdout(session), ...session.remarks].join(' ');
}

function judging(session: Session): string[] {
  const plan = planOf(session);
  switch (plan.kind) {
    case 'exact':
      return [
        'The metric is deterministic: one sample a candidate, and at least three more of each side before a keep (evidence: exact).',
      ];
    case 'single':
      return [
        `A sample takes ${session.noise?.seconds.toPrecision(2) ?? '?'} s, too long to be repeated within measure_budget_seconds (${session.config.measure_budget_seconds}).`,
        `A candidate gets one sample and is better only beyond every sample of the incumbent and by ${minEffectOf(session)} % (evidence: single).`,
        'That is weak: now and then noise passes it. Make the workload shorter or raise measure_budget_seconds.',
      ];
    case 'paired':
      return [variation(session), course(plan), ...sight(session, plan), price(session, plan)];
  }
}

function variation({ noise }: Session): string {
  const percent = noise?.pairPercent;
  if (percent === 0) return 'The metric varies with the seed, and not between two samples of one seed.';
  return percent === undefined
    ? 'The metric varies from sample to sample.'
    : `This benchmark varies by ${percent.toPrecision(2)} % between two samples of the same code.`;
}

function course({ screen, confirm }: PairedPlan): string {
  const pairs = (count: number) => `up to ${count} pairs of samples`;
  const first = `A candidate is compared with the incumbent in ${pairs(longest(screen))}`;
  return confirm === undefined
    ? `${first} (evidence: screened).`
    : `${first}; one that is better is confirmed in ${pairs(longest(confirm))} of its own (evidence: confirmed).`;
}

/** What the plan would not see, and what the agent can do about it. */
function sight(session: Session, plan: PairedPlan): string[] {
  const least = detectableOf(session);
  if (least === undefined || least < 0.005) return [];
  const isFull = plan.screen.looks.length > 1;
  const advice = `make the workload longer or steadier${isFull ? '' : ', or raise measure_budget_seconds'}`;
  return [
    `Improvements under ${least.toPrecision(2)} % will often not be seen: one of that size is found in 4 of 5 tries. For smaller ones ${advice}.`,
  ];
}

function price({ noise }: Session, { screen, confirm }: PairedPlan): string {
  const pairs = longest(screen) + (confirm === undefined ? 0 : longest(confirm));
  const seconds = (count: number) => duration(2 * count * (noise?.seconds ?? 0));
  return `A candidate that is clearly worse costs about 4 pairs (${seconds(5)}), the most expensive one ${pairs} (${seconds(pairs + 1)}).`;
}

function duration(seconds: number): string {
  if (seconds < 100) return `${seconds.toPrecision(2)} s`;
  return `${Math.round(seconds / 60)} min`;
}

function place({ isolation }: Session): string {
  return isolation === 'isolated'
    ? 'Measured in directories of its own, away from your checkout.'
    : 'Measured in your checkout: do not edit while a run is going.';
}

function holdout({ commands }: Session): string[] {
  if (commands.holdout === undefined) return [];
  return ['Before a keep, a hold-out evaluation that is not shown to you has to pass.'];
}
