/** Where the demo shows how far it is: on the updating line of a terminal, elsewhere on lines of their own. */
export interface Screen {
  /** What is done from now on. */
  readonly step: (text: string) => void;
  /** How far that is, or what came of it. */
  readonly detail: (text: string) => void;
  /** Take the updating line away. */
  readonly clear: () => void;
}

export function createScreen(stream: NodeJS.WriteStream): Screen {
  return stream.isTTY && process.env.TERM !== 'dumb' ? terminalScreen(stream) : plainScreen(stream);
}

const clearLine = '\r\u001b[K';

function terminalScreen(stream: NodeJS.WriteStream): Screen {
  let now = '';
  // Cut, since a line that wraps could not be taken away again.
  const draw = (text: string) =>
    void stream.write(`${clearLine}${text.slice(0, (stream.columns || 80) - 1)}`);
  return {
    step: (text) => {
      now = text;
      draw(text);
    },
    detail: (text) => draw(`${now}: ${text}`),
    clear: () => void stream.write(clearLine),
  };
}

function plainScreen(stream: NodeJS.WriteStream): Screen {
  let last = '';
  return {
    step: (text) => {
      last = '';
      stream.write(`${text}\n`);
    },
    detail: (text) => {
      // A step that only takes longer is no news.
      const news = text.replace(/, \d+ s$/, '');
      if (news !== last) stream.write(`  ${news}\n`);
      last = news;
    },
    clear: () => undefined,
  };
}
