import type { PathBytes } from './path-bytes.js';
import type { Repository } from './repository.js';
import type { PrivateIndex } from './snapshot.js';

/** A working directory and an index of it. */
export interface IndexedPlace {
  readonly repository: Repository;
  /** Of a snapshot that has just been taken. */
  readonly index: PrivateIndex;
}

/** Where to look, and with what. */
export interface UnseenPlace extends IndexedPlace {
  /** Path for a temporary index. A directory of this name with an ending is made and removed, too. */
  readonly scratch: string;
  /** Paths that were marked skip-worktree in the user's index when the session began. Default: none. */
  readonly skipped?: readonly PathBytes[];
  /** Whether git takes names that differ in case for the same (`core.ignorecase`). Default: no. */
  readonly ignoresCase?: boolean;
  /** Whether git looks at the executable bit of files (`core.filemode`). Default: yes. */
  readonly seesModes?: boolean;
}
