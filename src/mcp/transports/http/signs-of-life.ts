import { within } from '../../within.js';

/** In milliseconds. */
interface Pace {
  /** How long an answer may be silent before it becomes a stream. */
  readonly patience: number;
  /** Between two signs of life in it. */
  readonly interval: number;
}

const usualPace: Pace = { patience: 10_000, interval: 15_000 };

/**
 * An answer that takes long, as a stream of events that shows signs of life, so that nobody on the way takes it for dead. One that
 * comes soon is left as it is: the protocol wants some errors to have a status of their own, and that of a stream is sent before
 * anything is known.
 */
export async function withSignsOfLife(
  answering: Promise<Response>,
  { patience, interval }: Pace = usualPace,
): Promise<Response> {
  const soon = await within(patience, answering);
  if (soon !== undefined) return soon;
  return new Response(ReadableStream.from(events(answering, interval)), {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

const encoder = new TextEncoder();

async function* events(answering: Promise<Response>, interval: number): AsyncGenerator<Uint8Array> {
  let answer: Response | undefined;
  while (answer === undefined) {
    yield encoder.encode(': still there\n\n');
    answer = await within(interval, answering);
  }
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (isStream && answer.body !== null) yield* answer.body;
  else yield encoder.encode(`event: message\ndata: ${await answer.text()}\n\n`);
}
