// As many on each side: a sample that is like those before and after it is one cell, however often it is taken.
const surroundings = 5;

/**
 * The effects that are worth a kill, by their numbers from 1: of several that look alike, in surroundings that look alike,
 * only the first.
 */
export function distinctCells(effects: readonly string[]): number[] {
  const labels = effects.map(masked);
  const seen = new Set<string>();
  return labels.flatMap((_, at) => {
    const around = labels.slice(Math.max(0, at - surroundings), at + surroundings + 1).join('\n');
    if (seen.has(around)) return [];
    seen.add(around);
    return [at + 1];
  });
}

/** Names that are drawn anew each time say nothing: of objects, of arms, and which of the two arms it is. */
function masked(label: string): string {
  return label.replace(/[0-9a-f]{12,}/g, '#').replace(/arm-[01]/, 'arm');
}

/** Some of the cells: as many as are wanted, spread over all of them from a place that the seed gives. */
export function sampleOf(wanted: number, seed: number): (cells: readonly number[]) => number[] {
  return (cells) => {
    const distance = cells.length / wanted;
    const start = (seed % 97) / 97;
    return Array.from({ length: wanted }, (_, at) => cells[Math.floor((at + start) * distance)] ?? 1);
  };
}
