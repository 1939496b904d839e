import { createHash } from 'node:crypto';
import { gitBytes, gitLine } from '../git-bytes.js';
import type { Look } from './look.js';
import type { WalkState } from './walk-state.js';

/** The content of what stands at a path of a {@link Look}; undefined for a directory. */
export function contentOf(file: string): string | undefined {
  if (file === 'directory') return undefined;
  const [, target] = /^link to (.*)$/s.exec(file) ?? [];
  return target ?? file.slice(file.indexOf(' ') + 1);
}

/**
 * What stood somewhere, and does not any more because of a server, is reachable; and what a server has put aside once stays
 * so, whatever is collected as garbage.
 */
export function lostContents(walk: WalkState, { files }: Look): string[] {
  const present = new Set(Object.values(files).flatMap((file) => contentOf(file) ?? []));
  const gone = [...walk.standing].filter(([, content]) => !present.has(content));
  if (gone.length === 0 && walk.putAside.size === 0) return [];
  const { root } = walk.repository;
  const stashed = gitLine(root, 'stash', 'list', '--format=%H')
    .split('\n')
    .filter((id) => id !== '');
  const reachable = objectsOf(root, ['--all', ...stashed]);
  const own = objectsOf(root, ['--glob=refs/autoresearch']);
  for (const [, content] of gone) if (own.has(blobOf(content))) walk.putAside.add(blobOf(content));
  return [
    ...gone
      .filter(([, content]) => !reachable.has(blobOf(content)))
      .map(([path, content]) => `lost: what was at ${path}: ${JSON.stringify(content)}`),
    ...[...walk.putAside].filter((id) => !own.has(id)).map((id) => `lost: ${id}, which had been put aside`),
  ];
}

function objectsOf(root: string, what: readonly string[]): Set<string> {
  const lines = gitBytes(root, ['rev-list', '--objects', ...what]).split('\n');
  return new Set(lines.map((line) => line.split(' ')[0] ?? ''));
}

function blobOf(content: string): string {
  const bytes = Buffer.from(content, 'latin1');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
