import type { Sample } from '../bench/sample.js';
import type { PairStage, Side, StoredSample } from '../store/samples.js';
import { drawOf } from './draws.js';
import { budgetUse, secondsLeft } from './experiment-budget.js';
import { sampleTree } from './measure.js';
import type { Measuring, RunTree } from './measuring.js';
import type { Place } from './place.js';
import { isGood, sampleFrom, stageSamples } from './stored-pairs.js';

/** Two trees that are compared. In calibration both are the baseline. */
export type Opponents = Readonly<Record<Side, RunTree>>;

/** What drawing a pair came to. */
export type Drawn =
  | { readonly end: 'complete' }
  /** The budget was spent before the pair was complete. */
  | { readonly end: 'cut' }
  | { readonly end: 'failed'; readonly side: Side; readonly sample: Sample };

/** A pair in which the candidate is not to blame for a failure says nothing, and is drawn again this often. */
const redraws = 2;

/**
 * Take one pair of a stage: both members back to back, in a random order, under one seed. What is stored of it already
 * is gone on with and never drawn again.
 *
 * @throws RunStopped as sampleTree.
 */
export async function drawPair(
  measuring: Measuring,
  place: Place,
  opponents: Opponents,
  stage: PairStage,
  pair: number,
): Promise<Drawn> {
  const stored = stageSamples(measuring, stage, place.isolation).filter((sample) => sample.pair === pair);
  const failed = stored.filter((sample) => !isGood(sample));
  // A server that was killed had stored it, and did not come to say so.
  const blamed = failed.find((sample) => isVerdict(stage, sample.side));
  if (blamed !== undefined) return { end: 'failed', side: 'candidate', sample: sampleFrom(blamed) };
  // A draw with a failed sample is over: the next one has an order and a seed of its own.
  let attempt = Math.max(-1, ...failed.map((sample) => sample.attempt ?? 0)) + 1;
  let voids = failed.length;
  for (; ; attempt++, voids++) {
    const before = stored.filter((sample) => sample.attempt === attempt);
    const drawn = await drawOnce(measuring, place, opponents, { stage, pair, attempt }, before);
    if (drawn.end !== 'failed' || isVerdict(stage, drawn.side) || voids >= redraws) return drawn;
  }
}

/** Whether a failure says something of the candidate: in calibration and replay no candidate is on trial. */
function isVerdict(stage: PairStage, side: Side): boolean {
  return side === 'candidate' && stage !== 'calibration' && stage !== 'replay';
}

interface PairDraw {
  readonly stage: PairStage;
  readonly pair: number;
  readonly attempt: number;
}

async function drawOnce(
  measuring: Measuring,
  place: Place,
  opponents: Opponents,
  draw: PairDraw,
  before: readonly StoredSample[],
): Promise<Drawn> {
  const { stage: purpose, pair, attempt } = draw;
  const { candidateFirst } = drawOf(measuring.seed, purpose, pair, attempt);
  const order: readonly Side[] = candidateFirst ? ['candidate', 'incumbent'] : ['incumbent', 'candidate'];
  for (const side of order.filter((each) => !before.some((sample) => sample.side === each))) {
    if (secondsLeft(measuring, place, budgetUse(purpose, measuring.run)) <= 0) return { end: 'cut' };
    const of = opponents[side];
    const sample = await sampleTree(measuring, place, { of, side, purpose, pair, attempt });
    if (sample.status !== 'ok' || sample.value === undefined) return { end: 'failed', side, sample };
  }
  return { end: 'complete' };
}
