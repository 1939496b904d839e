import { existsSync } from 'node:fs';
import { type RefChange, readRefs, sessionBranch } from './commits.js';
import { git, gitLine } from './git.js';
import type { Repository } from './repository.js';

/** A ref of a session, and what it names. */
export interface SessionRef {
  readonly session: string;
  readonly ref: string;
  readonly commit: string;
}

const below = 'refs/autoresearch/';

/** A repository by its git directory alone, as far as refs go: its working tree may be gone. */
export function refsOnly(commonDir: string): Repository | undefined {
  if (!existsSync(commonDir)) return undefined;
  return { root: commonDir, gitDir: commonDir, commonDir, prefix: '' };
}

/** The refs of all sessions, or of one, in a repository; their branches are not among them. */
export async function sessionRefs(repository: Repository, session = ''): Promise<SessionRef[]> {
  const refs = await readRefs(repository, session === '' ? below : `${below}${session}/`);
  return [...refs].map(([ref, commit]) => ({
    session: ref.slice(below.length).split('/')[0] ?? '',
    ref,
    commit,
  }));
}

/** Whether a commit is in a branch, a tag or what was fetched. One that is gone is not. */
export async function isInBranch(repository: Repository, commit: string): Promise<boolean> {
  const places = ['refs/heads/', 'refs/tags/', 'refs/remotes/'];
  const args = ['for-each-ref', '--count=1', '--format=x', '--contains', commit, ...places];
  const found = await git(args, { cwd: repository.root, okCodes: [0, 129] });
  return found.length > 0;
}

/** The local branches that a commit is in. */
export async function branchesWith(repository: Repository, commit: string): Promise<string[]> {
  const args = ['for-each-ref', '--format=%(refname)', '--contains', commit, 'refs/heads/'];
  return (await gitLine(args, { cwd: repository.root })).split('\n').filter((ref) => ref !== '');
}

/** Deletions of some refs, as long as they are what they were. */
export function deletions(refs: readonly SessionRef[]): RefChange[] {
  return refs.map(({ ref, commit }) => ({ ref, from: commit }));
}

/** The sessions of which a branch is there. */
export async function sessionBranches(repository: Repository): Promise<string[]> {
  const prefix = sessionBranch('');
  return [...(await readRefs(repository, prefix)).keys()].map((ref) => ref.slice(prefix.length));
}
