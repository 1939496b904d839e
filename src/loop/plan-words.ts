import type { Isolation, Session } from '../store/sessions.js';
import { defaultMinEffectPercent, type NoiseEstimate } from '../verdict/noise.js';

/** The smallest effect that counts in a session, in percent. */
export function minEffectOf(session: Session): number {
  return session.config.min_effect_percent ?? defaultMinEffectPercent(session.deterministic);
}

/** How candidates will be judged, in words that the agent can act on. */
export function planWords(
  session: Session,
  noise: NoiseEstimate,
  isolation: Isolation,
  remarks: readonly string[],
): string {
  return [judging(session, noise), place(isolation), ...remarks].join(' ');
}

function judging(session: Session, noise: NoiseEstimate): string {
  if (noise.deterministic) {
    return 'The metric is deterministic: one sample a candidate, and three more of each side before a keep (evidence: exact).';
  }
  const least = session.config.min_effect_percent ?? defaultMinEffectPercent(false);
  return (
    `The metric varies by ${noise.spreadPercent.toPrecision(2)} % from sample to sample. A candidate gets one sample and is ` +
    `better only beyond every sample of the incumbent and by ${least} % (evidence: single). That is weak: now and then ` +
    'noise passes it. A longer or steadier workload makes it stronger.'
  );
}

function place(isolation: Isolation): string {
  return isolation === 'isolated'
    ? 'Measured in directories of its own, away from your checkout.'
    : 'Measured in your checkout: do not edit while a run is going.';
}
