import { Refusal } from '../errors.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { candidateRef } from '../workspace/commits.js';
import { uncovered } from '../workspace/ignored-under.js';
import { lookAt } from '../workspace/look.js';
import { displayPath, type PathBytes } from '../workspace/path-bytes.js';
import type { Head } from '../workspace/repository.js';
import { type OutOfScopeFile, outOfScope } from '../workspace/scope.js';
import type { TreeChange } from '../workspace/tree-diff.js';
import { readUnseen, type Unseen, updateUnseen } from '../workspace/unseen.js';
import type { App } from './app.js';
import { acceptCommand } from './approval.js';
import { contestOf } from './contest.js';
import { hiddenNames } from './hidden-names.js';
import { runId } from './ids.js';
import { refuseOutOfScope } from './refuse-out-of-scope.js';
import { savedByAccept } from './saved-edits.js';
import { scopeOf, workspaceOf } from './session-workspace.js';
import { unseenOf } from './unseen-of.js';
import { guardFiles } from './untracked-size.js';

/** A candidate, snapshotted and found to be one that may be measured. */
export interface Candidate {
  readonly tree: string;
  readonly changes: readonly TreeChange[];
  /** What the directory held besides. */
  readonly unseen: Unseen;
  readonly head: Head;
}

/**
 * Take a snapshot of the working directory, if it is one that may be measured.
 *
 * @throws Refusal `wrong_branch`, `git_busy`, `unchanged`, `dirty_worktree`, `out_of_scope` or `already_measured`; nothing
 *   has changed then.
 */
export async function snapshotCandidate(app: App, session: Session): Promise<Candidate> {
  const workspace = workspaceOf(app, session);
  const { repository, index } = workspace;
  // In this order: git must be seen to read files as it did before anything it reads is believed.
  const head = await guardFiles(app, session);
  const { tree, changes } = await lookAt(repository, index, session.incumbentTree);
  if (tree === session.incumbentTree) throw unchanged(app, head, session);
  const seen = outOfScope(changes, scopeOf(session));
  const hidden = await hiddenNames(app, session);
  const files = [...seen, ...hidden.filter(({ path }) => seen.every((each) => each.path !== path))];
  if (files.length > 0) throw refusedFiles(app, session, files);
  const hiddenBefore = await uncovered(workspace, session.incumbentTree, changes);
  if (hiddenBefore.length > 0) throw refusedUncovered(app, session, hiddenBefore);
  const { opponent } = await contestOf(app, session, tree);
  const judged = app.store.runs.judged(session.id, tree, opponent.run);
  // One that could have been kept against an earlier incumbent is no luckier for another test.
  const isAnswer = judged?.incumbent === session.incumbent || judged?.canKeep === false;
  if (judged !== undefined && isAnswer) throw alreadyMeasured(judged, opponent.run);
  const beside = await unseenOf(app, session, session.incumbent);
  const unseen =
    beside === undefined ? await readUnseen(workspace) : await updateUnseen(workspace, beside, changes);
  return { tree, changes, unseen, head };
}

function unchanged(app: App, head: Head, session: Session): Refusal {
  const own = head.commit === session.incumbentCommit ? '' : ' Your commits changed nothing either.';
  const next = app.store.runs.nextNumber(session.id);
  return new Refusal(
    'unchanged',
    `The working directory is the incumbent, byte for byte: there is nothing to measure.${own}`,
    ['Edit the code first, then call run_experiment.', ...savedByAccept(app, session, next)].join(' '),
  );
}

function refusedFiles(app: App, session: Session, files: readonly OutOfScopeFile[]): Refusal {
  return refuseOutOfScope(
    app,
    session,
    files,
    (names) => `These files may not be changed: ${names}.`,
    hintsFor(session, files).join(' '),
  );
}

function hintsFor(session: Session, files: readonly OutOfScopeFile[]): string[] {
  const isTheirs = ({ rule }: OutOfScopeFile) => rule === 'bystander';
  const restore = `\`git restore --source=${candidateRef(session.id, session.incumbent)} -- <path>\``;
  const own = `Put back what you have changed (${restore}), delete what you have made, and call run_experiment again. Pinned files judge the result.`;
  const theirs = `Bystanders are the user's own files, uncommitted or ignored, and in no commit. Only where you have changed one yourself, bring it back (${restore}); of the user's own edit that would be the end. Where the user has changed one, ask them to put it as it was, or call init_experiment with restart: true to go on with it as it is.`;
  return [...(files.every(isTheirs) ? [] : [own]), ...(files.some(isTheirs) ? [theirs] : [])];
}

/** Whoever had them ignored did not mean them to be measured, committed or put back. */
function refusedUncovered(app: App, session: Session, paths: readonly PathBytes[]): Refusal {
  const ref = candidateRef(session.id, session.incumbent);
  return refuseOutOfScope(
    app,
    session,
    paths.map((path) => ({ path: displayPath(path), rule: 'bystander' })),
    (names) => `These files were ignored, and a changed .gitignore brings them to light: ${names}.`,
    `Leave them as they are, and put the rules back that ignore them (\`git diff ${ref} -- '*.gitignore'\` shows what has changed); a file that belongs to the change needs a name that was not ignored. Then call run_experiment again.`,
  );
}

function alreadyMeasured(run: Run, opponent: number): Refusal {
  const id = runId(run.sessionId, run.number);
  const hint = hintFor(run, id);
  return new Refusal(
    'already_measured',
    `Run ${id} has measured exactly this code against run ${opponent}: ${run.verdict}.`,
    hint,
    { run_id: id, verdict: run.verdict, can_keep: run.canKeep },
  );
}

function hintFor(run: Run, id: string): string {
  if (run.canKeep) {
    return `It can be kept: log_experiment with run_id: "${id}" and status keep. Otherwise change something.`;
  }
  if (run.approval !== undefined) {
    return `Only a person can accept it, with \`${acceptCommand(run)}\`. Meanwhile, try something else.`;
  }
  return 'Change something: testing the same code again until it passes would keep luck.';
}
