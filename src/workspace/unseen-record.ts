import { writeCommit } from './commits.js';
import { git } from './git.js';
import type { Repository } from './repository.js';
import type { Unseen } from './unseen.js';

/**
 * Write it down as a commit, for a ref to keep: the copies are its tree, and the rest is in its message.
 *
 * @returns id of the commit.
 */
export function writeUnseen(repository: Repository, { bytes, ...rest }: Unseen): Promise<string> {
  // Paths are bytes, and a commit's message is text of some encoding.
  const json = JSON.stringify(rest).replace(/[\u0080-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  const message = `What the working directory held besides its tree\n\n${json}\n`;
  return writeCommit(repository, { tree: bytes, parents: [], message });
}

/** @param commit what {@link writeUnseen} has written. */
export async function readUnseenRecord(repository: Repository, commit: string): Promise<Unseen> {
  const text = (await git(['cat-file', 'commit', commit], { cwd: repository.root })).toString('utf8');
  const [, bytes = ''] = /^tree (\S+)$/m.exec(text) ?? [];
  return { ...JSON.parse(text.slice(text.lastIndexOf('\n{') + 1)), bytes };
}
