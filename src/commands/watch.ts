import { setTimeout as sleep } from 'node:timers/promises';
import { print } from './print.js';
import { Signalled } from './signalled.js';

/** Something that changes, and is looked at again and again. */
export interface Watched<T> {
  readonly look: () => Promise<T>;
  /** In lines that the terminal is wide enough for. */
  readonly textOf: (seen: T) => string;
  /** Rejects when the command is told to end. */
  readonly ended: Promise<never>;
}

const everyMilliseconds = 2_000;

const otherScreen = '\u001b[?1049h\u001b[?25l';
const formerScreen = '\u001b[?25h\u001b[?1049l';
const home = '\u001b[H';
const restOfLine = '\u001b[K';
const restOfScreen = '\u001b[J';

/**
 * Draw on the terminal's other screen until the command is told to end, also when its size changes. The terminal is left as
 * it was.
 *
 * @throws Refusal where there is nothing to be seen.
 */
export async function drawAgain<T>({ look, textOf, ended }: Watched<T>): Promise<void> {
  const { stdout } = process;
  // Whoever names a session that there is none of is to read so where the command was typed.
  let seen = await Promise.race([look(), ended]);
  const draw = () => {
    const lines = textOf(seen)
      .trimEnd()
      .split('\n')
      .slice(0, stdout.rows || undefined);
    const drawn = lines.map((line) => `${line}${restOfLine}`).join('\r\n');
    stdout.write(`${home}${drawn}${restOfScreen}`);
  };
  stdout.write(otherScreen);
  stdout.on('resize', draw);
  try {
    for (;;) {
      draw();
      await pause(ended);
      seen = await Promise.race([look(), ended]);
    }
  } catch (error) {
    unlessInterrupted(error);
  } finally {
    stdout.off('resize', draw);
    stdout.write(formerScreen);
  }
}

/** Print what is seen, and again whenever it has changed, until the command is told to end. */
export async function printChanges<T>({ look, textOf, ended }: Watched<T>): Promise<void> {
  let last: string | undefined;
  try {
    for (;;) {
      const seen = await Promise.race([look(), ended]);
      const now = JSON.stringify(seen, withoutClocks);
      if (now !== last) await print(`${last === undefined ? '' : '\n'}${textOf(seen)}`);
      last = now;
      await pause(ended);
    }
  } catch (error) {
    unlessInterrupted(error);
  }
}

/** No timer is left behind, which would keep the program from ending. */
async function pause(ended: Promise<never>): Promise<void> {
  const over = new AbortController();
  const timer = sleep(everyMilliseconds, undefined, { signal: over.signal }).catch(() => undefined);
  try {
    await Promise.race([timer, ended]);
  } finally {
    over.abort();
  }
}

/** That time goes by is no change. */
function withoutClocks(key: string, value: unknown): unknown {
  return key === 'minutes' && typeof value === 'number' ? undefined : value;
}

/** Ctrl-C is how one ends it, or `head`. */
function unlessInterrupted(error: unknown): void {
  if (!(error instanceof Signalled) || !['SIGINT', 'SIGPIPE'].includes(error.signal)) throw error;
}
