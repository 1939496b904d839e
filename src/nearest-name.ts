import { distance } from 'fastest-levenshtein';

/**
 * The candidate that `name` most likely stands for: `metricName`, `metric-name` and `METRC_NAME` are all near
 * `metric_name`. Of equally near candidates the first.
 *
 * @returns undefined when nothing is near: more than a third of the name, and more than two letters, would change.
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  let nearest: { candidate: string; changes: number } | undefined;
  for (const candidate of candidates) {
    const changes = changesBetween(name, candidate);
    if (!isNear(changes, name, candidate)) continue;
    if (nearest === undefined || changes < nearest.changes) nearest = { candidate, changes };
  }
  return nearest?.candidate;
}

/** The fewest edits, however the two names are spelt. */
function changesBetween(name: string, candidate: string): number {
  const distances = spellings(name).flatMap((one) =>
    spellings(candidate).map((other) => distance(one, other)),
  );
  return Math.min(...distances);
}

/** As snake_case, with and without a split at inner capitals: a capital may be camelCase or a slip. */
function spellings(name: string): readonly string[] {
  const snake = name.replaceAll(/[-\s]/g, '_');
  const split = snake.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2');
  return [snake.toLowerCase(), split.toLowerCase()];
}

/** Half of a short name is never "near": else `x` would stand for `max`. */
function isNear(changes: number, name: string, candidate: string): boolean {
  const allowed = Math.max(2, Math.floor(name.length / 3));
  return changes <= allowed && changes * 2 <= Math.max(name.length, candidate.length);
}
