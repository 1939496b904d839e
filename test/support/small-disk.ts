import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './temporary.js';

/** A file system of its own, in memory, that goes away with the test. */
export interface SmallDisk {
  readonly path: string;
  /** Write until nothing more fits than some bytes. Default: nothing. */
  readonly fill: (leaving?: number) => void;
  /** Make room again. */
  readonly free: () => void;
  readonly makeReadOnly: () => void;
  readonly makeWritable: () => void;
}

function run(...[command, ...args]: [string, ...string[]]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Whether this user can mount one: root can, on Linux. Elsewhere tests say that they are left out. */
export function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  // Where not even root may, as in some containers, the command fails.
  return run('unshare', '--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt');
}

export function mountSmallDisk(megabytes = 16): SmallDisk {
  const path = temporaryDirectory();
  if (!run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'none', path)) {
    throw new Error(`No file system could be mounted at ${path}.`);
  }
  // Lazily, so that not even a process that still stands in it can keep it.
  onTestFinished(() => void run('umount', '--lazy', path));
  const filler = join(path, 'filler');
  return {
    path,
    fill: (leaving = 0) => {
      fill(filler);
      truncateSync(filler, statSync(filler).size - leaving);
    },
    free: () => rmSync(filler),
    makeReadOnly: () => remount(path, 'ro'),
    makeWritable: () => remount(path, 'rw'),
  };
}

function remount(path: string, mode: 'ro' | 'rw'): void {
  if (!run('mount', '-o', `remount,${mode}`, path)) throw new Error(`${path} could not be made ${mode}.`);
}

function fill(filler: string): void {
  const file = openSync(filler, 'a');
  try {
    for (const size of [1 << 20, 1 << 12, 1]) {
      while (writes(file, Buffer.alloc(size)));
    }
  } finally {
    closeSync(file);
  }
}

function writes(file: number, bytes: Buffer): boolean {
  try {
    return writeSync(file, bytes) === bytes.length;
  } catch {
    return false;
  }
}
