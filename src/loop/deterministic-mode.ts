import type { Session } from '../store/sessions.js';
import type { Evaluation } from './evaluation.js';

const note =
  'Repeated samples differ, so the metric is not deterministic after all: from here on candidates are judged as those of a noisy one.';

/** A difference between repeated samples ends the deterministic mode for the session, and for this run first. */
export function endDeterministicMode(evaluation: Evaluation): Evaluation {
  const { measuring, notes } = evaluation;
  const session = withNoise(measuring.session);
  measuring.app.store.sessions.update(session);
  return { ...evaluation, measuring: { ...measuring, session }, notes: [...notes, note] };
}

function withNoise(session: Session): Session {
  const { noise, ...rest } = { ...session, deterministic: false };
  if (noise === undefined) return rest;
  // What calibration took for no noise at all is no estimate of it.
  const { pairPercent: _, ...known } = noise;
  return { ...rest, noise: { ...known, deterministic: false }, remarks: [...session.remarks, note] };
}
