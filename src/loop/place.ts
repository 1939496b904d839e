import type { Side } from '../store/samples.js';
import type { Isolation } from '../store/session.js';

/** Where a tree becomes a directory to run commands in: one of the two arms, or the user's own directory. */
export interface Place {
  readonly isolation: Isolation;
  /**
   * Make the place hold a tree.
   *
   * @param side whose tree it is; it decides the arm.
   * @returns the working directory for commands.
   * @throws SetupFailed when the set-up command fails there.
   */
  readonly enter: (tree: string, side: Side) => Promise<string>;
  /**
   * Put right what a command has changed.
   *
   * @param command whether it was the one that is measured, whose own outputs are learnt, or a check.
   * @returns paths that differed from the tree, and that the measured command is not known to write by itself.
   */
  readonly settle: (tree: string, command: 'measured' | 'check') => Promise<readonly string[]>;
  /** Leave everything as it was before the first `enter`. */
  readonly leave: () => Promise<void>;
  /** Remove what the commands have left behind. Nobody waits for it. */
  readonly tidy: () => Promise<void>;
}

/** The set-up command did not do its work, so that nothing can be measured in the arm. */
export class SetupFailed extends Error {
  override readonly name = 'SetupFailed';

  constructor(
    message: string,
    readonly outputTail: string,
  ) {
    super(message);
  }
}
