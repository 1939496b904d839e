import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Connected } from './connect.js';
import { applyEdits, type Edit } from './edits.js';
import { gitBytes, gitLine } from './git-bytes.js';
import { findBystanders, indexOfKept, treeToKeep, worktreeAfterDiscard } from './restore-expectations.js';
import { temporaryDirectory } from './temporary.js';
import {
  differences,
  type Files,
  ignoredOf,
  readGitData,
  readTree,
  readWorktree,
  shown,
  treeOfWorktree,
  type WorktreeState,
} from './worktree-state.js';

export interface SceneOptions {
  readonly server: Connected;
  readonly root: string;
  readonly prefix: string;
  readonly session: string;
  /** As the user left it before the session began. */
  readonly before: WorktreeState;
}

/** A candidate that is measured, or the files for which it was refused. */
type Tried =
  | {
      readonly runId: string;
      readonly number: number;
      readonly tree: string;
      /** As they were measured. */
      readonly files: Files;
    }
  | 'refused';

const refusedFiles = z.looseObject({ files: z.array(z.looseObject({ path: z.string() })) });

/** One session in one repository, and what must be true of it after each call. */
export class Scene {
  readonly #options: SceneOptions;
  readonly #excludes: string;
  readonly #bystanders: ReadonlySet<string>;
  /** What the user has and git ignores. */
  readonly #ignored: ReadonlySet<string>;
  /** What a discard must give back. */
  #steady: WorktreeState;
  readonly #modes: Map<string, string>;
  #incumbentTree: string;
  #value = 1_000_000;

  constructor(options: SceneOptions) {
    const { root, prefix, before } = options;
    this.#options = options;
    this.#excludes = join(temporaryDirectory(), 'excludes');
    writeFileSync(this.#excludes, `/${prefix}.autoresearch/\n`);
    const tracked = [...readTree(root, before.head).keys(), ...before.index.map(pathOfEntry)];
    this.#incumbentTree = treeOfWorktree(root, tracked, this.#excludes);
    const baseline = readTree(root, this.#incumbentTree);
    this.#bystanders = findBystanders(root, before, this.#incumbentTree);
    const files = [...before.files.keys()].filter((path) => !path.endsWith('/'));
    this.#ignored = new Set(files.filter((path) => !baseline.has(path)));
    this.#steady = readWorktree(root);
    this.#modes = new Map();
    this.#recordModes(before.files.keys(), before.files);
  }

  /** The start of a session changes nothing but the branch, and its baseline is what is there. */
  assertStarted(): void {
    const { before, session } = this.#options;
    const { branch, refs, ...rest } = this.#steady;
    const { branch: _, refs: refsBefore, ...restBefore } = before;
    expect(rest).toEqual(restBefore);
    expect(branch).toBe(`refs/heads/autoresearch/${session}`);
    expect(refs).toEqual(expect.arrayContaining([...refsBefore]));
    expect(this.#refTree(`refs/autoresearch/${session}/0`)).toBe(this.#incumbentTree);
  }

  /**
   * Edits that are measured and discarded. @param later done between measuring and discarding.
   *
   * @returns whether the candidate was measured: a refusal, which changes nothing, ends the story.
   */
  async discard(edits: readonly Edit[], later: readonly Edit[]): Promise<boolean> {
    const { root, server } = this.#options;
    const tried = await this.#try(edits);
    if (tried === 'refused') return false;
    const log = { run_id: tried.runId, status: 'discard', description: 'no' };
    await this.#edit(later, 'log_experiment', log);
    const present = this.#presentTree(tried.tree);
    const left = readWorktree(root);
    const logged = await server.ok('log_experiment', log);
    const after = readWorktree(root);
    const files = worktreeAfterDiscard({
      steady: this.#steady.files,
      left: left.files,
      modes: this.#modes,
      incumbent: readTree(root, this.#incumbentTree),
      present: readTree(root, present),
      ignored: ignoredOf(
        root,
        [...left.files.keys()].filter((path) => !path.endsWith('/')),
        this.#excludes,
      ),
    });
    expect(after).toEqual({ ...this.#steady, files });
    expect(logged.edited_since ?? []).toEqual(shown(differences(root, tried.tree, present)));
    if (present !== tried.tree) this.#assertSaved(tried.number, present);
    this.#assertReachable(left.head);
    this.#steady = after;
    return true;
  }

  /** Edits that are measured and kept. @returns as {@link discard}. */
  async keep(edits: readonly Edit[], later: readonly Edit[]): Promise<boolean> {
    const { root, server, before } = this.#options;
    const tried = await this.#try(edits);
    if (tried === 'refused') return false;
    const log = { run_id: tried.runId, status: 'keep', description: 'yes' };
    await this.#edit(later, 'log_experiment', log);
    const present = this.#presentTree(tried.tree);
    const left = readWorktree(root);
    const incumbentCommit = this.#steady.head;
    const logged = await server.ok('log_experiment', log);
    const after = readWorktree(root);
    const measured = readTree(root, tried.tree);
    const kept = treeToKeep(measured, this.#bystanders, readTree(root, before.head));
    expect(readTree(root, 'HEAD')).toEqual(kept);
    expect(gitLine(root, 'rev-parse', 'HEAD^@')).toBe(incumbentCommit);
    expect(after.head).toBe(logged.commit);
    expect(after.branch).toBe(this.#steady.branch);
    expect(after.files).toEqual(left.files);
    expect(after.index).toEqual(indexOfKept(kept, this.#bystanders, before.index));
    expect(logged.edited_since ?? []).toEqual(shown(differences(root, tried.tree, present)));
    this.#assertReachable(left.head);
    this.#steady = after;
    this.#recordModes(differences(root, this.#incumbentTree, tried.tree), tried.files);
    this.#incumbentTree = tried.tree;
    return true;
  }

  /** Edits; and where they have rewritten the branch, a call that is refused for it, and what that says to do. */
  async #edit(edits: readonly Edit[], tool: string, args: Readonly<Record<string, unknown>>): Promise<void> {
    const { root, prefix, server } = this.#options;
    applyEdits(root, prefix, edits);
    const incumbent = this.#steady.head;
    if (gitLine(root, 'rev-list', '--max-count=1', incumbent, '--not', 'HEAD') === '') return;
    const before = readWorktree(root);
    const error = await server.refused(tool, args);
    expect(error).toMatchObject({ code: 'wrong_branch' });
    expect(readWorktree(root)).toEqual(before);
    const [, command = ''] = /`git (reset --soft \S+)`/.exec(error.hint) ?? [];
    gitBytes(root, command.split(' '));
  }

  #recordModes(paths: Iterable<string>, files: Files): void {
    for (const path of paths) {
      const [, mode] = /^(\d+) /.exec(files.get(path) ?? '') ?? [];
      if (mode === undefined) this.#modes.delete(path);
      else this.#modes.set(path, mode);
    }
  }

  async #try(edits: readonly Edit[]): Promise<Tried> {
    const { root, server, session } = this.#options;
    this.#value -= 1;
    const better: Edit = { do: 'write', path: 'value.txt', content: `${this.#value}\n` };
    const run = { session_id: session, description: 'edits', wait_seconds: 120 };
    await this.#edit([...edits, better], 'run_experiment', run);
    const tree = this.#presentTree(this.#incumbentTree);
    const forbidden = this.#forbidden(tree);
    const before = { worktree: readWorktree(root), git: readGitData(root) };
    const outcome = await server.call('run_experiment', run);
    expect(readWorktree(root)).toEqual(before.worktree);
    if (outcome.isError || forbidden.length > 0) {
      expect(outcome.error).toMatchObject({ code: 'out_of_scope' });
      const { files } = refusedFiles.parse(outcome.error);
      expect(files.map((file) => file.path).sort()).toEqual(shown(forbidden).sort());
      expect(readGitData(root)).toBe(before.git);
      return 'refused';
    }
    const runId = String(outcome.fields.run_id);
    expect(outcome.fields, outcome.text).toMatchObject({
      state: 'finished',
      verdict: 'better',
      can_keep: true,
    });
    const ref = `refs/autoresearch/${session}/${outcome.fields.run}`;
    expect(readTree(root, ref)).toEqual(readTree(root, tree));
    this.#assertReachable(before.worktree.head);
    return { runId, number: Number(outcome.fields.run), tree, files: before.worktree.files };
  }

  /** Paths for which a candidate must be refused. */
  #forbidden(tree: string): string[] {
    const { root, prefix } = this.#options;
    return differences(root, this.#incumbentTree, tree).filter(
      (path) => this.#bystanders.has(path) || this.#ignored.has(path) || path === `${prefix}bench.sh`,
    );
  }

  #presentTree(tracked: string): string {
    const { root } = this.#options;
    return treeOfWorktree(root, readTree(root, tracked).keys(), this.#excludes);
  }

  #refTree(ref: string): string {
    return gitLine(this.#options.root, 'rev-parse', `${ref}^{tree}`);
  }

  /** Later edits are under a ref of their own, with what was ignored and had to make room. */
  #assertSaved(run: number, present: string): void {
    const { root, session } = this.#options;
    const format = '--format=%(refname)';
    const pattern = `refs/autoresearch/${session}/edits/${run}-*`;
    const refs = gitBytes(root, ['for-each-ref', format, pattern]).trim().split('\n');
    const wanted = [...readTree(root, present)];
    // What an in-place measurement found in its way is there besides.
    const holdsAll = (ref: string) => {
      const saved = readTree(root, ref);
      return wanted.every(([path, entry]) => saved.get(path) === entry);
    };
    expect(refs.filter((ref) => ref !== '').some(holdsAll), `one of ${refs.join(', ')} holds the edits`).toBe(
      true,
    );
  }

  #assertReachable(commit: string): void {
    const { root } = this.#options;
    const refs = gitLine(root, 'for-each-ref', '--contains', commit, 'refs/autoresearch');
    expect(refs, `${commit} is reachable`).not.toBe('');
  }
}

function pathOfEntry(entry: string): string {
  return entry.slice(entry.indexOf('\t') + 1);
}
