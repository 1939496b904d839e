import type { Head } from '../workspace/repository.js';
import type { Snapshot } from '../workspace/snapshot.js';

/** Repository and working directory as they were found a moment ago. */
export interface Seen {
  readonly head: Head;
  readonly present: Snapshot;
}
