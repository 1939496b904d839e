import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createByteRing } from './byte-ring.js';
import { openLogFile } from './log-file.js';
import { tailOf } from './output-tail.js';

/** Where a command's output goes: to its log, and the end of it into memory. */
export interface CapturedOutput {
  /** Starts reading both streams of a process. */
  attach(child: ChildProcess): void;
  /** Reads what is left in the pipes of a process that is over, then lets go of them. Takes about a second at most. */
  drain(): Promise<void>;
  /** Finishes the log. Returns why it is missing or incomplete, if it is. */
  close(): string | undefined;
  /** The end of both streams together, cleaned, in at most so many tokens. */
  tail(maxTokens: number): string;
}

// Much more than is shown: escape sequences go, and what the first bytes belong to is not known.
const tailBytes = 32 * 1024;
const drainSeconds = 1;

/**
 * Prepares for the output of one command. Chunks are dealt with as they come and none is kept, so the command is
 * slowed down rather than the memory filled.
 *
 * @param onStdout given standard output as it arrives; must not throw
 */
export function captureOutput(logPath: string, onStdout?: (chunk: Buffer) => void): CapturedOutput {
  const log = openLogFile(logPath);
  const end = createByteRing(tailBytes);
  const streams: Readable[] = [];

  const read = (stream: Readable | null, tap?: (chunk: Buffer) => void): void => {
    if (stream === null) return;
    streams.push(stream);
    stream.on('error', () => {}); // a broken pipe is an ended one, and no reason to end the server
    stream.on('data', (chunk: Buffer) => {
      log.append(chunk);
      end.push(chunk);
      tap?.(chunk);
    });
  };
  return {
    attach(child) {
      read(child.stdout, onStdout);
      read(child.stderr);
    },
    drain: () => drain(streams),
    close: () => log.close(),
    tail: (maxTokens) => tailOf(end.contents(), { isCut: end.dropped() > 0, maxTokens }),
  };
}

// A process that could not be found may hold a pipe open for ever, so the end of a stream is not waited for long.
async function drain(streams: readonly Readable[]): Promise<void> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), drainSeconds * 1000);
  await Promise.allSettled(streams.map((stream) => finished(stream, { signal: patience.signal })));
  clearTimeout(timer);
  // After a second in which the server was busy the timer comes first: what has arrived is still to be read.
  await nextTurn();
  for (const stream of streams) stream.destroy();
}
