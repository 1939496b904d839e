import type { Sample } from '../bench/sample.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import type { NoiseEstimate } from '../verdict/noise.js';
import { calibrate, probe } from './calibrate.js';
import { changeSession } from './change-session.js';
import { emptiedCandidate } from './emptied.js';
import { secondsLeft } from './experiment-budget.js';
import { takeGate } from './gate.js';
import type { Measuring } from './measuring.js';
import type { Place } from './place.js';
import { valuesOf } from './run-values.js';

/** A candidate's gate sample, and where it was taken. */
export interface Gate {
  readonly measuring: Measuring;
  readonly place: Place;
  readonly sample: Sample;
  readonly notes: readonly string[];
}

const unread =
  'With the files that this candidate changed emptied, the metric stays the same: the command does not read them.';

/**
 * With `editable` left out, the first candidate shows whether the arms are what the command measures: its changed files
 * are emptied. Where that does not show, and `isolation` is auto, the session goes in-place, if it shows there.
 */
export async function proveArms(gate: Gate, run: Run, openInPlace: () => Place): Promise<Gate> {
  const { measuring, sample } = gate;
  const { app, session } = measuring;
  if (session.armsProven || session.isolation === 'in-place' || sample.value === undefined) return gate;
  const emptied = await emptiedCandidate(app, session, run.tree);
  if (emptied === undefined || secondsLeft(measuring, gate.place, 'experiment') <= 0) return gate;
  if (await showsIn(gate, run, emptied)) {
    const proven = changeSession(app, session, { armsProven: true });
    return { ...gate, measuring: { ...measuring, session: proven } };
  }
  if (session.config.isolation !== 'auto') return { ...gate, notes: [...gate.notes, unread] };
  return (
    (await moveInPlace(gate, run, emptied, openInPlace())) ?? { ...gate, notes: [...gate.notes, unread] }
  );
}

function showsIn(gate: Gate, run: Run, emptied: string): Promise<boolean> {
  const { measuring, place, sample } = gate;
  const { app, session } = measuring;
  const before = valuesOf(app, session, run.incumbent, place.isolation);
  const references = sample.value === undefined ? before : [...before, sample.value];
  const request = { emptied: { tree: emptied, run: run.number }, references, noise: noiseOf(session) };
  return probe(measuring, place, request);
}

/** Try the user's own directory. Nothing comes back where the command does not read the changed files there either. */
async function moveInPlace(gate: Gate, run: Run, emptied: string, place: Place): Promise<Gate | undefined> {
  const { measuring } = gate;
  const { app, session } = measuring;
  const incumbent = { tree: session.incumbentTree, run: run.incumbent };
  const calibration = await calibrate(measuring, place, incumbent);
  if ('failed' in calibration) return undefined;
  // After the baseline, which shows what the command writes there by itself.
  const sample = await takeGate(measuring, place, run);
  if (sample.value === undefined) return undefined;
  if (!(await showsIn({ ...gate, place, sample }, run, emptied))) return undefined;
  const { noise } = calibration;
  const why = 'A directory of its own was not what the command measured, so the session went in place.';
  const { deterministic } = noise;
  const remarks = [why];
  const change = { isolation: 'in-place', armsProven: true, deterministic, noise, remarks } as const;
  const moved = changeSession(app, session, change);
  return { measuring: { ...measuring, session: moved }, place, sample, notes: [...gate.notes, why] };
}

function noiseOf(session: Session): Pick<NoiseEstimate, 'spreadPercent' | 'seconds'> {
  return {
    spreadPercent: session.noise?.spreadPercent ?? 0,
    seconds: session.noise?.seconds ?? session.config.timeout_seconds,
  };
}
