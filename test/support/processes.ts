import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Command lines of the living processes that have `NAME=value` in their environment. */
export function processesWith(variable: string): string[] {
  return process.platform === 'linux' ? findInProc(variable) : findWithPs(variable);
}

function findInProc(variable: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        // A zombie has no environment any more.
        if (!readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(variable)) return [];
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()];
      } catch {
        return []; // gone meanwhile, or another user's
      }
    });
}

function findWithPs(variable: string): string[] {
  const lines = execFileSync('ps', ['-A', '-E', '-ww', '-o', 'command='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(variable));
}
