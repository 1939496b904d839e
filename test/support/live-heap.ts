import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileAppears } from './eventually.js';
import { temporaryDirectory } from './temporary.js';

/** What a server keeps in memory: how much of it is garbage that lies about is a matter of chance. */
export interface LiveHeap {
  /** What the server is to be started with. */
  readonly start: {
    readonly nodeOptions: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  };
  /** Megabytes that are in use. */
  readonly megabytes: (pid: number) => Promise<number>;
}

export function liveHeap(): LiveHeap {
  const path = join(temporaryDirectory(), 'live-heap');
  const preload = join(import.meta.dirname, 'live-heap-preload.js');
  return {
    start: { nodeOptions: ['--expose-gc', '--import', preload], env: { TEST_LIVE_HEAP: path } },
    megabytes: async (pid) => {
      rmSync(path, { force: true });
      process.kill(pid, 'SIGUSR2');
      await fileAppears(path);
      return Number(readFileSync(path, 'utf8')) / 1e6;
    },
  };
}
