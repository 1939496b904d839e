import { Refusal } from '../errors.js';
import type { Session } from '../store/session.js';
import { isAncestor } from '../workspace/commits.js';
import { awaitHead } from '../workspace/index-lock.js';
import { readOddEntries } from '../workspace/odd-entries.js';
import { displayPath } from '../workspace/path-bytes.js';
import { changedRules, readingRules } from '../workspace/reading-rules.js';
import { assertNoOperation, type Head, headOf, type Repository } from '../workspace/repository.js';
import { isAsLeft } from '../workspace/user-index.js';
import { aheadOfRows } from './ahead-of-rows.js';
import type { App } from './app.js';
import { assertDirectory } from './directory-gone.js';
import { refuseOutOfScope } from './refuse-out-of-scope.js';
import { branchName } from './report.js';
import { workspaceOf } from './session-workspace.js';
import { namedFiles } from './shown-text.js';

/**
 * See that the repository is where the session left it, before anything is measured or written.
 *
 * @returns HEAD, which may be a commit that the agent made by itself.
 * @throws Refusal `not_a_repository`, `git_busy`, `wrong_branch` or `out_of_scope`, with nothing touched.
 */
export async function guardWorktree(app: App, session: Session): Promise<Head> {
  await assertDirectory(session);
  const { repository } = workspaceOf(app, session);
  const [head, rules] = await Promise.all([
    headOf(repository),
    readingRules(repository),
    assertNoOperation(repository),
  ]);
  await awaitHead(repository, session.branch);
  await assertNoConflict(repository);
  const changed = changedRules(session.scope.readingRules, rules);
  if (changed.length > 0) throw readsOtherwise(app, session, changed);
  if (head.branch !== session.branch) throw elsewhere(session, head);
  const { incumbentCommit } = session;
  const holdsIncumbent =
    head.commit === incumbentCommit || (await isAncestor(repository, incumbentCommit, head.commit));
  if (!holdsIncumbent) throw rewritten(session, head);
  const ahead = await aheadOfRows(app.store, repository, session, head.commit);
  if (ahead !== undefined) throw olderRows(session, ahead);
  return head;
}

/** A conflict need not be of an operation that goes on: `git stash pop` and `git merge --squash` leave it behind. */
async function assertNoConflict(repository: Repository): Promise<void> {
  if (await isAsLeft(repository)) return;
  const { unmerged } = await readOddEntries(repository);
  if (unmerged.length === 0) return;
  const { names, files } = namedFiles(unmerged.map(displayPath));
  throw new Refusal(
    'git_busy',
    `There are files in conflict in ${repository.root}: ${names}.`,
    'Resolve them and mark them so (`git add <path>`), or take one side (`git checkout --ours <path>`, or --theirs, and `git add <path>`); then call again.',
    { files },
  );
}

function elsewhere(session: Session, head: Head): Refusal {
  const branch = branchName(session);
  const found = head.branch?.replace('refs/heads/', '') ?? `the detached commit ${head.commit.slice(0, 12)}`;
  return new Refusal(
    'wrong_branch',
    `The session works on ${branch}, but ${found} is checked out in ${session.root}.`,
    `Run \`git switch ${branch}\` to go on (if the branch is gone, \`git branch ${branch} ${session.incumbentCommit.slice(0, 12)}\` brings it back), or call init_experiment with restart: true to start from here.`,
  );
}

/** A reset, a rebase or an amended commit: to go on would undo what somebody did on purpose. */
function rewritten(session: Session, head: Head): Refusal {
  const [incumbent, found] = [session.incumbentCommit, head.commit].map((commit) => commit.slice(0, 12));
  return new Refusal(
    'wrong_branch',
    `The branch ${branchName(session)} was rewritten: it is at ${found}, which does not have the commit of the incumbent, ${incumbent}, in its history.`,
    `Run \`git reset --soft ${incumbent}\` to go on from the incumbent with the files as they are, or call init_experiment with restart: true to start from here.`,
  );
}

/** To go on from an older incumbent would take what was kept since off the branch, and runs would get numbers again. */
function olderRows(session: Session, run: string): Refusal {
  return new Refusal(
    'wrong_branch',
    `The repository has run ${run}, of which the rows of ${session.id} do not know: they are older than its branch. Nothing was touched.`,
    'Was a backup of the database put back? Run `autoresearch-mcp recover` in the repository, then call again.',
  );
}

/** What git would hide from a snapshot cannot be refused by name. */
function readsOtherwise(app: App, session: Session, changed: readonly string[]): Refusal {
  return refuseOutOfScope(
    app,
    session,
    changed.map((path) => ({ path, rule: 'pinned' })),
    (names) => `git no longer reads files as it did when the session began: ${names}.`,
    'Set it back (`git config`, `.git/info/attributes`; for a submodule, move away what is in its directory and run `git submodule update --init`) and call again; or call init_experiment with restart: true to start with the present settings.',
  );
}
