import { Buffer } from 'node:buffer';
import { gitStream } from './git.js';
import type { Repository } from './repository.js';

/** A difference as people read it, as far as it is held. */
export interface TextDiff {
  /** Its first lines, none of them cut, with whatever bytes the files hold. */
  readonly start: Buffer;
  /** Lines of the whole. */
  readonly lines: number;
}

// git holds both sides of a text that it compares, several times over. What is larger differs, and that is all it says.
const largestText = '32m';

/**
 * The difference of two trees. However large the files are, no more than its beginning is held.
 *
 * @param mostBytes of its beginning.
 */
export async function textDiff(
  repository: Repository,
  from: string,
  to: string,
  mostBytes: number,
): Promise<TextDiff> {
  const args = ['diff-tree', '-p', '--no-color', '--no-ext-diff', '--no-textconv', '-M', from, to];
  const parts: Buffer[] = [];
  let held = 0;
  let size = 0;
  let lines = 0;
  await gitStream(
    ['-c', `core.bigFileThreshold=${largestText}`, ...args],
    { cwd: repository.root },
    (part) => {
      size += part.length;
      lines += lineCount(part);
      const more = part.subarray(0, mostBytes - held);
      held += more.length;
      if (more.length > 0) parts.push(more);
    },
  );
  const start = Buffer.concat(parts);
  return { start: size > held ? start.subarray(0, start.lastIndexOf('\n') + 1) : start, lines };
}

function lineCount(text: Buffer): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
