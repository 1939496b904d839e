import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { at, gitList } from '../git-bytes.js';
import { readFiles } from '../worktree-state.js';
import type { World } from './world.js';

/** Contents by the name that git would give them, were they stored as they are; and a path where each was found. */
export type Bytes = ReadonlyMap<string, string>;

/** What the files of a working directory hold, also those that are nobody's business. */
export function bytesIn({ repository: { root } }: World): Bytes {
  const found = [...readFiles(root)].filter(([, content]) => content !== 'empty');
  return new Map(
    found.map(([path]) => {
      const absolute = at(root, path);
      const isLink = lstatSync(absolute).isSymbolicLink();
      return [nameOf(isLink ? readlinkSync(absolute, { encoding: 'buffer' }) : readFileSync(absolute)), path];
    }),
  );
}

/** Whatever was in a file once is there still, or can be had from a ref: nothing is ever lost. */
export function lostBytes(world: World, before: Bytes): string[] {
  const present = bytesIn(world);
  const gone = [...before].filter(([name]) => !present.has(name));
  if (gone.length === 0) return [];
  const { root } = world.repository;
  const stored = gitList(root, ['rev-list', '--objects', '--all'])
    .flatMap((output) => output.split('\n'))
    .map((line) => line.split(' ')[0]);
  const reachable = new Set(stored);
  return gone.filter(([name]) => !reachable.has(name)).map(([, path]) => `what ${path} held is lost`);
}

function nameOf(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
