import { lstat, readlink } from 'node:fs/promises';
import type { PathBytes } from './path-bytes.js';

/** Where a path leads. */
export interface Followed {
  /** The place itself, no link on the way and none at its end; there may be nothing. */
  readonly path: PathBytes;
  /** Every link that was followed, where it really is. */
  readonly links: readonly PathBytes[];
  readonly kind: 'file' | 'directory' | 'other' | 'nothing';
}

// As many as Linux follows.
const mostLinks = 40;

/**
 * Follow a path step by step, as the system does when it opens it.
 *
 * @param base absolute and free of links.
 * @param name relative to it, or absolute.
 */
export async function followLinks(base: PathBytes, name: PathBytes): Promise<Followed> {
  const links: PathBytes[] = [];
  const steps = name.split('/');
  let path = name.startsWith('/') ? '' : base;
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
    if (step === '' || step === '.') continue;
    if (step === '..') {
      path = path.slice(0, Math.max(0, path.lastIndexOf('/')));
      continue;
    }
    const next = `${path}/${step}`;
    const target = await targetOf(next);
    if (target === undefined) {
      path = next;
      continue;
    }
    links.push(next);
    if (links.length > mostLinks) return { path: next, links, kind: 'other' };
    if (target.startsWith('/')) path = '';
    steps.unshift(...target.split('/'));
  }
  return { path, links, kind: await kindOf(path) };
}

async function targetOf(path: PathBytes): Promise<PathBytes | undefined> {
  const target = await readlink(bytes(path), 'buffer').catch(() => undefined);
  return target?.toString('latin1');
}

async function kindOf(path: PathBytes): Promise<Followed['kind']> {
  const found = await lstat(bytes(path || '/')).catch(() => undefined);
  if (found === undefined) return 'nothing';
  if (found.isFile()) return 'file';
  return found.isDirectory() ? 'directory' : 'other';
}

function bytes(path: PathBytes): Buffer {
  return Buffer.from(path, 'latin1');
}
