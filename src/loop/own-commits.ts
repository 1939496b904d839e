import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { type LoggedCommit, logOf } from '../workspace/history.js';
import type { App } from './app.js';
import { workspaceOf } from './session-workspace.js';
import { shownPath } from './shown-text.js';

const commitsNamed = 3;

/**
 * What there is to say of commits that somebody, the agent or a person, made on the session's branch before a candidate
 * was taken; empty where there are none.
 */
export async function ownCommitsNote(app: App, session: Session, run: Run): Promise<string[]> {
  const { repository } = workspaceOf(app, session);
  const all = await logOf(repository, session.incumbentCommit, run.candidateCommit);
  // The candidate's own commit has them among its parents.
  const own = all.filter(({ commit }) => commit !== run.candidateCommit);
  if (own.length === 0) return [];
  return [`The candidate includes ${namesOf(own)}, made since the incumbent was kept.`];
}

/**
 * What there is to say of commits that a log has taken from the branch, so that nobody looks for them in vain; empty where
 * there are none.
 *
 * @param ref what leads to them.
 * @param since the commit that they came after.
 */
export async function leftCommitsNote(
  app: App,
  session: Session,
  head: string,
  ref: string | undefined,
  since = session.incumbentCommit,
): Promise<string[]> {
  if (ref === undefined) return [];
  const left = await logOf(workspaceOf(app, session).repository, since, head);
  const [are, stay] = left.length === 1 ? ['is', 'it stays'] : ['are', 'they stay'];
  return [`No longer on the branch ${are} ${namesOf(left)}; ${stay} reachable: \`git log ${ref}\`.`];
}

/** So many commits, the newest of them by id and subject. */
function namesOf(commits: readonly LoggedCommit[]): string {
  const named = commits
    .slice(0, commitsNamed)
    .map(({ commit, subject }) => `${commit.slice(0, 12)} "${shownPath(subject)}"`);
  const more = commits.length > named.length ? ` and ${commits.length - named.length} more` : '';
  return `${commits.length === 1 ? 'the commit' : `${commits.length} commits:`} ${named.join(', ')}${more}`;
}
