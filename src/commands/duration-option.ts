import { InvalidArgumentError } from 'commander';

const hours = { h: 1, d: 24, w: 7 * 24 } as const;

/**
 * Milliseconds of a length of time such as `12h`, `30d` or `8w`.
 *
 * @throws InvalidArgumentError, which says what the option takes.
 */
export function duration(text: string): number {
  const [, count, unit] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  if (count === undefined || (unit !== 'h' && unit !== 'd' && unit !== 'w')) {
    throw new InvalidArgumentError('It takes a whole number of hours, days or weeks: 12h, 30d, 8w.');
  }
  return Number(count) * hours[unit] * 3_600_000;
}
