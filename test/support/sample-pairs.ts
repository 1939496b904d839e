import type { SampleRow } from './database.js';

/** Good samples of one draw, in the order in which they were taken. */
export interface DrawnPair {
  readonly name: string;
  readonly members: readonly SampleRow[];
}

/** What was drawn in pairs by one run, or by the runs that went on with one another's samples. */
export function drawnPairs(samples: readonly SampleRow[]): readonly DrawnPair[] {
  const byName = new Map<string, SampleRow[]>();
  for (const sample of samples.filter((each) => each.pair !== null && each.status === 'ok')) {
    const name = `${sample.purpose} ${sample.pair}.${sample.attempt}`;
    byName.set(name, [...(byName.get(name) ?? []), sample]);
  }
  return [...byName].map(([name, members]) => ({ name, members }));
}

/** How often each purpose occurs among some samples. */
export function countByPurpose(samples: readonly SampleRow[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { purpose } of samples) counts[purpose] = (counts[purpose] ?? 0) + 1;
  return counts;
}
