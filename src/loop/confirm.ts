import type { Run } from '../store/run.js';
import { type Judgement, judgeSingle } from '../verdict/single.js';
import { repeatExactly } from './confirm-exact.js';
import type { Finding } from './finding.js';
import { minEffectOf } from './plan-words.js';
import type { Gate } from './prove-arms.js';
import { valuesOf } from './run-values.js';

/** Judge one value of the candidate against every sample of the incumbent. */
export function judgeWith({ measuring, place }: Gate, run: Run, candidate: number): Judgement {
  const { app, session } = measuring;
  return judgeSingle({
    candidate,
    incumbent: valuesOf(app, session, run.incumbent, place.isolation),
    direction: session.config.direction,
    minEffectPercent: minEffectOf(session),
  });
}

/** A deterministic metric must prove to be one; a noisy one has had its only sample. */
export async function confirm(gate: Gate, run: Run, finding: Finding, value: number): Promise<Finding> {
  const better: Finding = { ...finding, verdict: 'better', canKeep: true };
  const { measuring, place } = gate;
  if (!measuring.session.deterministic) return { ...better, evidence: 'single' };
  const repetition = await repeatExactly(measuring, place, run, value);
  if (repetition === 'same') return { ...better, evidence: 'exact' };
  if (repetition === 'failed') {
    return {
      ...finding,
      verdict: 'inconclusive',
      reason: 'A repeated sample failed: the measurement cannot be relied on.',
    };
  }
  return afterAll(gate, run, finding);
}

/** The metric is not deterministic: the session goes on without that mode, this run first. */
function afterAll(gate: Gate, run: Run, finding: Finding): Finding {
  const { measuring, place } = gate;
  const session = { ...measuring.session, deterministic: false };
  measuring.app.store.sessions.update(session);
  const note =
    'Repeated samples differ, so the metric is not deterministic: from here on a keep rests on single samples.';
  const values = valuesOf(measuring.app, session, run.number, place.isolation);
  // Every one of the candidate's samples must pass, not the lucky one.
  const judged = values.map((value) =>
    judgeWith({ ...gate, measuring: { ...measuring, session } }, run, value),
  );
  const failed = judged.find((each) => !each.isBetter);
  const notes = [...finding.notes, note];
  if (failed !== undefined) return { ...finding, notes, verdict: 'not_better', reason: failed.reason };
  return { ...finding, notes, verdict: 'better', canKeep: true, evidence: 'single' };
}
