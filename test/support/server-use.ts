import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Connected } from './connect.js';
import { eventually } from './eventually.js';
import { processesWith } from './processes.js';

/** What a server holds of the machine. Linux only. */
interface ServerUse {
  readonly children: number;
  /** What its descriptors stand for. */
  readonly openFiles: readonly string[];
  /** Paths of what lies in its temporary directory, and in its home but for logs and the database. */
  readonly files: readonly string[];
  /** Command lines of all processes that have come from it, and its own. */
  readonly processes: readonly string[];
}

interface Watched {
  readonly server: Connected;
  readonly temporary: string;
  /** `NAME=value` in the environment of the server. */
  readonly variable: string;
}

/** What a server holds when it has nothing to do any more: when a run is answered, its arms are still to be cleaned. */
export async function useAtRest(watched: Watched): Promise<ServerUse> {
  let use = useOf(watched);
  await eventually('the server to rest', async () => {
    const before = use;
    await delay(500);
    use = useOf(watched);
    return use.children === 0 && isDeepStrictEqual(use, before);
  });
  return use;
}

function useOf({ server, temporary, variable }: Watched): ServerUse {
  const parents = execFileSync('ps', ['-A', '-o', 'ppid='], { encoding: 'utf8' }).split('\n');
  const directories = [temporary, join(server.home, 'arms'), join(server.home, 'sessions')];
  return {
    children: parents.filter((parent) => Number(parent) === server.pid).length,
    openFiles: openFilesOf(server.pid),
    files: directories.flatMap((directory) => readdirSync(directory, { recursive: true }).map(String).sort()),
    processes: processesWith(variable),
  };
}

function openFilesOf(pid: number): string[] {
  const directory = `/proc/${pid}/fd`;
  return readdirSync(directory)
    .map((descriptor) => readlinkSync(join(directory, descriptor)))
    .sort();
}

/** A line of `/proc/<pid>/status` that is in kilobytes, such as VmRSS or VmHWM, in megabytes. */
export function memoryOf(pid: number, line: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${line}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
}
