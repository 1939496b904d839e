/** Where the demo shows how far it is. */
export interface Screen {
  /** What is going on now: the updating line of a terminal, elsewhere a line of its own. */
  readonly show: (text: string) => void;
  /** Take the updating line away. */
  readonly clear: () => void;
}

/** `NO_COLOR` and a terminal that knows no escape sequences are honoured: https://no-color.org. */
export function isColourful(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

export function createScreen(stream: NodeJS.WriteStream): Screen {
  return stream.isTTY && process.env.TERM !== 'dumb' ? terminalScreen(stream) : plainScreen(stream);
}

const clearLine = '\r\u001b[K';

function terminalScreen(stream: NodeJS.WriteStream): Screen {
  return {
    // Cut, since a line that wraps could not be taken away again.
    show: (text) => void stream.write(`${clearLine}${text.slice(0, (stream.columns || 80) - 1)}`),
    clear: () => void stream.write(clearLine),
  };
}

function plainScreen(stream: NodeJS.WriteStream): Screen {
  let last = '';
  return {
    show: (text) => {
      // A step that only takes longer is no news.
      const news = text.replace(/, \d+ s$/, '');
      if (news === last) return;
      last = news;
      stream.write(`${news}\n`);
    },
    clear: () => undefined,
  };
}
