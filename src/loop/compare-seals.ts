import type { Seal } from '../store/seals.js';
import { hashesOf } from '../workspace/content-hash.js';
import type { PathBytes } from '../workspace/path-bytes.js';

/** Where seals are compared: what stands for a sealed path there, and whether what a link leads to counts, too. */
export interface Standing {
  readonly at: (path: PathBytes) => Buffer;
  readonly follows: boolean;
}

export async function sealsOf(paths: readonly PathBytes[], { at, follows }: Standing): Promise<Seal[]> {
  const hashes = await hashesOf(paths.map(at), follows);
  return paths.map((path, index) => ({ path, hash: hashes[index] ?? '' }));
}

/** The sealed paths at which something else stands now. A seal that was broken for good is not compared. */
export async function changedAmong(seals: readonly Seal[], standing: Standing): Promise<PathBytes[]> {
  const held = seals.filter(({ hash }) => hash !== undefined);
  const paths = held.map(({ path }) => path);
  const now = await sealsOf(paths, standing);
  return held.filter(({ hash }, index) => now[index]?.hash !== hash).map(({ path }) => path);
}
