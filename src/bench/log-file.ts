import { appendFileSync, closeSync, fstatSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '../errors.js';
import { type ByteRing, createByteRing } from './byte-ring.js';

/** A command's part of a log: the beginning of its output, a line that says how much was left out, and the end. */
export interface LogFile {
  append(chunk: Buffer): void;
  /** Writes what is still held and closes. Returns why the log is missing or incomplete, if it is. */
  close(): string | undefined;
}

const fullBytes = 8 * 1024 * 1024;
const leastBytes = 64 * 1024;

/**
 * Opens a log to append to; its directory is created. All commands of a run share one: together they have 8 MiB, and
 * each that comes after that 64 KiB, half for the beginning of its output and half for the end. Never throws: a
 * command whose log cannot be written is measured all the same, and `close` says what happened.
 */
export function openLogFile(path: string): LogFile {
  const file = openForAppending(path);
  const halfBytes = Math.max(fullBytes - file.size, leastBytes) / 2;
  let headRoom = Math.ceil(halfBytes);
  let tail: ByteRing | undefined;
  return {
    append(chunk) {
      const head = chunk.subarray(0, headRoom);
      headRoom -= head.length;
      file.write(head);
      if (head.length === chunk.length) return;
      tail ??= createByteRing(Math.floor(halfBytes));
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
  /** Bytes that it held when it was opened. */
  readonly size: number;
  write(bytes: Buffer): void;
  close(): string | undefined;
}

// Synchronous on purpose: a few megabytes a run at most, the streams' order is kept, reading the pipes waits for
// the disk by itself, and there is no 'error' event to forget.
function openForAppending(path: string): AppendingFile {
  let descriptor: number | undefined;
  let size = 0;
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
    size = fstatSync(descriptor).size;
  });
  return {
    size,
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
