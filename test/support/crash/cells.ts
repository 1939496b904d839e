/** Effects that were met before. */
export type Met = Set<string>;

/**
 * The effects that are worth a kill, by their numbers from 1. Of several that look alike only the first is: a sample like the
 * last one, however often it is taken, and what steps have in common.
 *
 * @param met those of the steps before, to which these are added: only of steps that are put right in the same way.
 */
export function distinctCells(effects: readonly string[], met: Met): number[] {
  const labels = effects.map(masked);
  return labels.flatMap((label, at) => {
    if (met.has(label)) return [];
    met.add(label);
    return [at + 1];
  });
}

// What is drawn anew each time says nothing: names of objects, sessions, arms and directories; and which arm or run it is.
const drawn = [
  /[0-9a-f]{12,}/g,
  /autoresearch-test-\w+/g,
  /\b(?:small|second)-\w{4}\b/g,
  /(?<=arm-)[01]/g,
  /(?<=\/)\d(?=\.log)/g,
];

function masked(label: string): string {
  return drawn.reduce((text, each) => text.replace(each, '#'), label);
}

/** Some of the cells: as many as are wanted, spread over all of them from a place that the seed gives. */
export function sampleOf(wanted: number, seed: number): (cells: readonly number[]) => readonly number[] {
  return (cells) => {
    if (cells.length <= wanted) return cells;
    const distance = cells.length / wanted;
    const start = (seed % 97) / 97;
    return Array.from({ length: wanted }, (_, at) => cells[Math.floor((at + start) * distance)] ?? 1);
  };
}
