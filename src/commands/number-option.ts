import { InvalidArgumentError } from 'commander';

type NumberOption = (text: string) => number;

const most = 1_000_000;
const day = 86_400;

/** How many: 1 or more. */
export const wholeNumber = numberOption(
  (value) => Number.isInteger(value) && value >= 1 && value <= most,
  `a whole number of at least 1 and at most ${most}`,
);

export const positiveNumber = numberOption(
  (value) => value > 0 && value <= most,
  `a number above 0 and at most ${most}`,
);

export const waitSeconds = numberOption(
  (value) => value >= 0 && value <= day,
  `a number of seconds from 0 to ${day}`,
);

export const portNumber = numberOption(
  (value) => Number.isInteger(value) && value >= 0 && value <= 65_535,
  'a port, from 0 to 65535',
);

export const anyNumber = numberOption(() => true, 'a number');

/**
 * A reader for an option of the command line.
 *
 * @throws InvalidArgumentError, which says what the option takes.
 */
function numberOption(allows: (value: number) => boolean, what: string): NumberOption {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value) && allows(value)) return value;
    throw new InvalidArgumentError(`It takes ${what}.`);
  };
}
