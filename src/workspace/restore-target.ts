import type { UnseenPlace } from './indexed-place.js';
import type { PathBytes } from './path-bytes.js';
import type { Unseen } from './unseen.js';

/** A tree to come to, and what stays as it is on the way. */
export interface RestoreTarget extends UnseenPlace {
  /** The tree that the working directory shall hold. */
  readonly target: string;
  /** What it held besides, where that is known. */
  readonly unseen?: Unseen | undefined;
  /** A tree that the directory is known to have held: its files go, also where they are ignored by now. */
  readonly former: string;
  /** Whether a path stays as it is, whatever `target` says. */
  readonly isLeft: (path: PathBytes) => boolean;
}
