import type { Session } from '../store/session.js';
import { changeSession } from './change-session.js';
import type { Evaluation } from './evaluation.js';

const note =
  'Repeated samples differ, so the metric is not deterministic after all: from here on candidates are judged as those of a noisy one.';

/** A difference between repeated samples ends the deterministic mode for the session, and for this run first. */
export function endDeterministicMode(evaluation: Evaluation): Evaluation {
  const { measuring, notes } = evaluation;
  const session = changeSession(measuring.app, measuring.session, asNoisy(measuring.session));
  return { ...evaluation, measuring: { ...measuring, session }, notes: [...notes, note] };
}

function asNoisy({ noise, remarks }: Session): Partial<Session> {
  const change = { deterministic: false, remarks: [...remarks, note] };
  if (noise === undefined) return change;
  // What calibration took for no noise at all is no estimate of it.
  const { pairPercent: _, ...known } = noise;
  return { ...change, noise: { ...known, deterministic: false } };
}
