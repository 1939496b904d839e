import { GitFailure, git, gitLine } from './git.js';
import type { Repository } from './repository.js';

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  /** Subject, body and trailers. */
  readonly message: string;
}

const fallbackIdentity = {
  GIT_AUTHOR_NAME: 'autoresearch',
  GIT_AUTHOR_EMAIL: 'autoresearch@localhost',
  GIT_COMMITTER_NAME: 'autoresearch',
  GIT_COMMITTER_EMAIL: 'autoresearch@localhost',
};

/**
 * Write a commit object, without hooks and without a signing prompt: `commit-tree` knows neither.
 *
 * The author is the user; where git knows no identity (a fresh machine, a container), a fallback that says so.
 */
export async function writeCommit(repository: Repository, commit: NewCommit): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  const args = ['commit-tree', commit.tree, ...parents, '-F', '-'];
  // What an agent writes may hold anything; a commit's message may not hold this.
  const call = { cwd: repository.root, input: commit.message.replaceAll('\0', '') };
  try {
    return await gitLine(args, call);
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    return gitLine(args, { ...call, env: fallbackIdentity });
  }
}

/** A change of one ref. Without `to` it is deleted; `from` is what it must be at present ('' for absent). */
export interface RefChange {
  readonly ref: string;
  readonly to?: string;
  readonly from?: string;
}

/**
 * Change several refs in one transaction: all or none.
 *
 * @param reason goes into the reflog.
 */
export async function changeRefs(
  repository: Repository,
  reason: string,
  changes: readonly RefChange[],
): Promise<void> {
  const input = changes.map(refCommand).join('');
  await git(['update-ref', '-m', `autoresearch: ${reason}`, '-z', '--stdin'], {
    cwd: repository.root,
    input,
  });
}

// The `-z` format of git-update-ref(1): an empty old value means "whatever it is", zeros mean "must not exist".
function refCommand({ ref, to, from }: RefChange): string {
  const old = from === '' ? '0'.repeat(to?.length ?? 40) : (from ?? '');
  return to === undefined ? `delete ${ref}\0${old}\0` : `update ${ref}\0${to}\0${old}\0`;
}

/** The ref under which a candidate stays reachable for good. */
export function candidateRef(session: string, run: number): string {
  return `refs/autoresearch/${session}/${run}`;
}

/** Where edits made after a snapshot are kept when a discard restores over them. */
export function laterEditsRef(session: string, run: number, at: Date): string {
  return `${laterEditsPrefix(session)}${run}-${at.getTime().toString(36)}`;
}

/** What the names of these refs begin with. */
export function laterEditsPrefix(session: string): string {
  return `refs/autoresearch/${session}/edits/`;
}

/** Where what was kept stays reachable once no branch leads to it and the other refs are pruned. */
export function keptCommitsRef(session: string): string {
  return `refs/autoresearch/${session}/kept`;
}

/** Where edits are kept that stood in the working directory when a session was abandoned. */
export function abandonedEditsRef(session: string, at: Date): string {
  return `${abandonedEditsPrefix(session)}${at.getTime().toString(36)}`;
}

/** What the names of these refs begin with. */
export function abandonedEditsPrefix(session: string): string {
  return `${laterEditsPrefix(session)}abandoned-`;
}

/** Where what was staged is kept, beside edits that are kept at the same time. */
export function stagedRef(editsRef: string): string {
  return `${editsRef}-staged`;
}

/** Where commits are kept that an agent made after its candidate was taken. */
export function ownCommitsRef(session: string, run: number, commit: string): string {
  return `refs/autoresearch/${session}/commits/${run}-${commit.slice(0, 12)}`;
}

/** What the working directory held besides a run's tree. */
export function unseenRef(session: string, run: number): string {
  return `refs/autoresearch/${session}/unseen/${run}`;
}

/** What the working directory held besides its tree while a run is measured in it. */
export function displacedRef(session: string): string {
  return `refs/autoresearch/${session}/unseen/displaced`;
}

/** Whether a commit is another one or among its ancestors. */
export async function isAncestor(repository: Repository, commit: string, of: string): Promise<boolean> {
  const base = await gitLine(['merge-base', commit, of], { cwd: repository.root, okCodes: [0, 1] });
  return base === commit;
}

/** Full name of a session's branch. */
export function sessionBranch(session: string): string {
  return `refs/heads/autoresearch/${session}`;
}

/** Whether a ref of exactly this name is there. */
export async function refExists(repository: Repository, ref: string): Promise<boolean> {
  return (await readRefs(repository, ref)).has(ref);
}

/** Refs with their objects: the one of a name, and all below it. */
export async function readRefs(repository: Repository, name: string): Promise<Map<string, string>> {
  const args = ['for-each-ref', '--format=%(objectname) %(refname)', name];
  const text = (await git(args, { cwd: repository.root })).toString('utf8').trimEnd();
  const lines = text === '' ? [] : text.split('\n');
  return new Map(lines.map((line) => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]));
}
