import { type GitCall, git, gitLine } from './git.js';
import { joinNul, splitNul } from './path-bytes.js';
import type { Repository } from './repository.js';
import { gitlinkMode } from './tree-diff.js';

/** Whether an object is stored. */
export async function isStored(repository: Repository, id: string): Promise<boolean> {
  const args = ['cat-file', '--batch-check'];
  return !(await gitLine(args, { cwd: repository.root, input: `${id}\n` })).endsWith('missing');
}

/**
 * Take out of an index what names content that is not stored any more.
 *
 * @param call with the index.
 * @returns whether there was any.
 */
export async function forgetMissing(call: GitCall): Promise<boolean> {
  // `<mode> <id> <stage>\t<path>`
  const records = splitNul(await git(['ls-files', '-s', '-z'], call)).filter(
    (each) => !each.startsWith(gitlinkMode),
  );
  const ids = records.map((record) => record.split(' ')[1] ?? '');
  const found = await gitLine(['cat-file', '--batch-check'], {
    ...call,
    input: ids.map((id) => `${id}\n`).join(''),
  });
  const isMissing = found.split('\n').map((line) => line.endsWith(' missing'));
  const missing = records
    .filter((_, at) => isMissing[at])
    .map((record) => record.slice(record.indexOf('\t') + 1));
  if (missing.length === 0) return false;
  await git(['update-index', '--force-remove', '-z', '--stdin'], { ...call, input: joinNul(missing) });
  return true;
}
