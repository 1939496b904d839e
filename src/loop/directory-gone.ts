import { Refusal } from '../errors.js';
import type { Session } from '../store/session.js';
import { checkedOutAt } from '../workspace/base-branch.js';
import { exists } from '../workspace/exists.js';
import { refsOnly } from '../workspace/session-refs.js';
import { branchName } from './report.js';
import { shellWord } from './shell-word.js';

/** Which of a session's directories is not there any more: its working directory, or git's of it; undefined for none. */
export async function goneDirectory({ root, gitDir }: Session): Promise<string | undefined> {
  for (const path of [root, gitDir]) if (!(await exists(path))) return path;
  return undefined;
}

/** @throws Refusal `not_a_repository` where the working directory of a session was removed or moved. */
export async function assertDirectory(session: Session): Promise<void> {
  const gone = await goneDirectory(session);
  if (gone === undefined) return;
  const end = ` Or call end_session with session_id: "${session.id}", which needs no directory.`;
  throw new Refusal(
    'not_a_repository',
    `The working directory of ${session.id} is gone: ${gone} does not exist.`,
    `${await howToPutBack(session, gone)}${session.state === 'ended' ? '' : end}`,
  );
}

/** What a person does about a working directory that is gone. */
export async function howToPutBack(session: Session, gone: string): Promise<string> {
  const { root, gitDir, commonDir, branch } = session;
  const repository = refsOnly(commonDir);
  if (repository === undefined || gitDir === commonDir) return `Put ${shellWord(gone)} back.`;
  const git = `git --git-dir=${shellWord(commonDir)} worktree`;
  const place = await checkedOutAt(repository, branch);
  if (place !== '' && place !== root && (await exists(place)))
    return `It was moved: \`${git} move ${shellWord(place)} ${shellWord(root)}\` moves it back.`;
  return `\`${git} add --force ${shellWord(root)} ${branchName(session)}\` brings it back, as far as it was committed.`;
}
