import pc from 'picocolors';

/** Functions that colour a text, or leave it as it is where there is to be no colour. */
export type Colours = ReturnType<typeof pc.createColors>;

/** What an output is like. */
export interface Terminal {
  /** Columns of text. */
  readonly width: number;
  /** Lines that are seen at once. */
  readonly height: number;
  readonly colours: Colours;
}

const usualWidth = 80;
const usualHeight = 24;
// In less than this, no table is readable.
const leastWidth = 40;

/** What standard output is like: as wide as its terminal, elsewhere as `COLUMNS` says, or 80; as high as it, or 24. */
export function terminal(): Terminal {
  const { stdout } = process;
  const width = stdout.columns || Number(process.env.COLUMNS) || usualWidth;
  return {
    width: Math.max(width, leastWidth),
    height: stdout.rows || usualHeight,
    colours: pc.createColors(isColourful(stdout)),
  };
}

/**
 * Whether a stream is to have colour: a terminal that knows escape sequences. `NO_COLOR` and `FORCE_COLOR` say otherwise, the
 * latter with the last word, as in Node.js itself: https://no-color.org, https://force-color.org.
 */
export function isColourful(stream: NodeJS.WriteStream): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env;
  if (FORCE_COLOR) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  // Absent elsewhere, whatever its type says; picocolors would then look for itself, and take a CI for a terminal.
  const isTerminal = stream.isTTY === true;
  return isTerminal && !NO_COLOR && TERM !== 'dumb';
}
