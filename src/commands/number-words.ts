/** A value of a metric with the digits that mean something; `-` for none. */
export function valueWords(value: number | undefined, unit?: string): string {
  if (value === undefined) return '-';
  return `${Number(value.toPrecision(6))}${unit === undefined ? '' : ` ${unit}`}`;
}

// Of more than that, nobody reads the digits.
const mostDigits = 1_000_000;

/** An improvement, with its sign: positive is better. `-` for none. */
export function gainWords(percent: number | undefined): string {
  if (percent === undefined) return '-';
  const sign = percent < 0 ? '−' : percent > 0 ? '+' : '';
  const size = Math.abs(percent);
  return `${sign}${size < mostDigits ? size.toFixed(2) : size.toExponential(2)} %`;
}

/** A moment in the time zone of whoever reads it, to the minute. */
export function momentWords(at: number): string {
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** How long something takes, in a word or two. */
export function durationWords(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 1) return 'less than 1 s';
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
