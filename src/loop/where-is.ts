import { readlinkSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

// As Linux has it: more of them are a circle.
const mostLinks = 40;

/**
 * Where a path leads, without symbolic links and `..`, whether or not there is anything: a link that leads to nothing leads out
 * of a directory all the same.
 *
 * @returns an absolute path; for a relative one, or a circle of links, the empty string, which is nowhere.
 */
export function whereIs(path: string): string {
  if (!isAbsolute(path)) return '';
  const left = path.split('/').reverse();
  let at = '/';
  for (let links = 0; left.length > 0; ) {
    const name = left.pop() ?? '';
    const next = name === '..' ? dirname(at) : join(at, name);
    const target = linkAt(next);
    if (target === undefined) {
      at = next;
      continue;
    }
    if (++links > mostLinks) return '';
    left.push(...target.split('/').reverse());
    if (isAbsolute(target)) at = '/';
  }
  return at;
}

/** What a symbolic link says; undefined for anything else, and for what is not there. */
function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
