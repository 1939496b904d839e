import { InvalidArgumentError } from 'commander';

type NumberOption = (text: string) => number;

/** How many: 1 or more. */
export const wholeNumber = numberOption(
  (value) => Number.isSafeInteger(value) && value >= 1,
  'a whole number of at least 1',
);

export const positiveNumber = numberOption((value) => value > 0, 'a number above 0');

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
