import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.js';
import { temporaryDirectory } from './temporary.js';

const script = fileURLToPath(new URL('../fixtures/family/family.js', import.meta.url));

/** One ignores TERM, and so do the others; one is in a session of its own; one closed its streams; and so on. */
const members = ['stubborn', 'session', 'closed', 'daemon', 'cleared'] as const;

/** A command that starts processes which do what they can to get away, and stays itself. */
export interface Family {
  /** A shell line that becomes the command, and prints a metric when all are there. */
  readonly code: string;
  /**
   * The same, but that it then ends and leaves them behind: all but the one with the cleared environment, which nobody
   * can know for what it is without its parent.
   */
  readonly leaving: string;
  /** Wait until all are there. @param count how many that is: with `leaving` the first four. */
  readonly settled: (count?: number) => Promise<void>;
  /** Who of them is alive. */
  readonly alive: () => string[];
  readonly gone: () => Promise<void>;
}

/** A new family; its members end with the test, if nobody else ends them. */
export function makeFamily(): Family {
  const directory = temporaryDirectory();
  const seen = new Map<string, { readonly pid: string; readonly start: string | undefined }>();
  const line = ['exec', process.execPath, script, directory].join(' ');
  const alive = () =>
    [...seen]
      .filter(([, { pid, start }]) => start !== undefined && start === startOf(pid))
      .map(([name]) => name);
  return {
    code: `${line}\n`,
    leaving: `${line} leave\n`,
    settled: async (count = members.length) => {
      for (const name of members.slice(0, count)) {
        const path = join(directory, name);
        await eventually(`the process "${name}"`, () => existsSync(path));
        const pid = readFileSync(path, 'utf8').trim();
        seen.set(name, { pid, start: startOf(pid) });
      }
    },
    alive,
    gone: () => eventually('the processes to be gone', () => alive().length === 0),
  };
}

/** When a process started; undefined for one that is gone. */
function startOf(pid: string): string | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', pid], { encoding: 'utf8' });
  const [state = '', ...start] = stdout.trim().split(/\s+/);
  return state === '' || state.startsWith('Z') ? undefined : start.join(' ');
}
