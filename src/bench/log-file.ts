import { appendFileSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '../errors.js';
import { type ByteRing, createByteRing } from './byte-ring.js';

/** The log of one command: its first 4 MiB, a line that says how much was left out, and its last 4 MiB. */
export interface LogFile {
  append(chunk: Buffer): void;
  /** Writes what is still held and closes. Returns why the log is missing or incomplete, if it is. */
  close(): string | undefined;
}

const headBytes = 4 * 1024 * 1024;
const tailBytes = 4 * 1024 * 1024;

/**
 * Opens a log to append to; its directory is created. Never throws: a command whose log cannot be written is
 * measured all the same, and `close` says what happened.
 */
export function openLogFile(path: string): LogFile {
  const file = openForAppending(path);
  let headRoom = headBytes;
  let tail: ByteRing | undefined;
  return {
    append(chunk) {
      const head = chunk.subarray(0, headRoom);
      headRoom -= head.length;
      file.write(head);
      if (head.length === chunk.length) return;
      tail ??= createByteRing(tailBytes);
      tail.push(chunk.subarray(head.length));
    },
    close() {
      const dropped = tail?.dropped() ?? 0;
      if (dropped > 0) file.write(Buffer.from(`\n[… ${dropped} bytes left out …]\n`));
      if (tail !== undefined) file.write(tail.contents());
      return file.close();
    },
  };
}

interface AppendingFile {
  write(bytes: Buffer): void;
  close(): string | undefined;
}

// Synchronous on purpose: a few megabytes a command at most, the streams' order is kept, reading the pipes waits for
// the disk by itself, and there is no 'error' event to forget.
function openForAppending(path: string): AppendingFile {
  let descriptor: number | undefined;
  let problem: string | undefined;
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      problem ??= `The log ${path} could not be written: ${messageOf(error)}.`;
    }
  };
  attempt(() => {
    mkdirSync(dirname(path), { recursive: true });
    descriptor = openSync(path, 'a');
  });
  return {
    write(bytes) {
      const open = descriptor;
      if (open === undefined || problem !== undefined || bytes.length === 0) return;
      attempt(() => appendFileSync(open, bytes));
    },
    close() {
      const open = descriptor;
      if (open !== undefined) attempt(() => closeSync(open));
      return problem;
    },
  };
}
