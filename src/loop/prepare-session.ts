import { rm } from 'node:fs/promises';
import type { SessionConfig } from '../config/settings.js';
import { Refusal } from '../errors.js';
import type { Session } from '../store/session.js';
import { type Bystander, readWorktreeState, type WorktreeState } from '../workspace/bystanders.js';
import { refExists, sessionBranch } from '../workspace/commits.js';
import { exists } from '../workspace/exists.js';
import { awaitHead } from '../workspace/index-lock.js';
import { readMarks } from '../workspace/index-marks.js';
import { displayPath, filePath, type PathBytes, toPathBytes } from '../workspace/path-bytes.js';
import { readingRules } from '../workspace/reading-rules.js';
import { assertNoOperation, headOf, type Repository } from '../workspace/repository.js';
import { setUpCommit } from '../workspace/session-branch.js';
import { defaultShare } from '../workspace/share.js';
import { seedPrivateIndex, takeSnapshot, writeExcludes } from '../workspace/snapshot.js';
import { type App, sessionDirectory } from './app.js';
import { findEvaluator, findNamed, globsIn } from './find-evaluator.js';
import { newSessionId } from './ids.js';
import { homeBelow, ignoreRules } from './ignore-rules.js';
import { type OutsideSeals, sealOutside } from './outside-seals.js';
import { resolveCommands, settleCommands, shellLines } from './session-commands.js';
import { sessionIndex } from './session-workspace.js';
import { shownPaths } from './shown-text.js';
import { assertSmall } from './untracked-size.js';

export interface SessionRequest {
  readonly name: string;
  readonly repository: Repository;
  readonly config: SessionConfig;
  readonly acceptDirty: boolean;
}

/** A session that is not stored yet, with what belongs to it. */
export interface Prepared {
  readonly session: Session;
  readonly seals: OutsideSeals;
}

/**
 * Everything that a session must know before its baseline is measured. Nothing in the repository changes here but for
 * unreachable objects.
 *
 * @throws Refusal `git_busy`, `no_commits`, `dirty_worktree` or `invalid_config`.
 */
export async function prepareSession(app: App, request: SessionRequest): Promise<Prepared> {
  const id = newSessionId(request.name);
  try {
    return await prepare(app, request, id);
  } catch (error) {
    await forgetFiles(app, id);
    throw error;
  }
}

/** Remove the files of a session that has not come about. */
export function forgetFiles(app: App, id: string): Promise<void> {
  return rm(sessionDirectory(app, id), { recursive: true, force: true });
}

async function prepare(app: App, request: SessionRequest, id: string): Promise<Prepared> {
  const { repository, config, name } = request;
  await assertNoOperation(repository);
  await awaitHead(repository);
  await assertBranchFree(repository);
  const head = await headOf(repository);
  const index = sessionIndex(app, id);
  const own = homeBelow(app.home, repository);
  await writeExcludes(repository, index, ignoreRules(repository.prefix, config.ignore, own));
  await seedPrivateIndex(repository, index);
  const state = await readWorktreeState(repository, index);
  assertUsable(state, request.acceptDirty);

  const commands = await resolveCommands(config, repository);
  const lines = shellLines(commands);
  const globs = globsIn(lines, config.editable);
  const named = await findNamed(repository, lines, globs);
  const untracked = state.untracked.map((each) => each.path);
  const setUpFiles = untracked.filter((path) => named.existing.includes(path) && !isHidden(path));
  await assertSmall(repository, untracked, config.max_untracked_mb);

  await writeExcludes(
    repository,
    index,
    ignoreRules(repository.prefix, config.ignore, [...own, ...state.nested]),
  );
  const { tree } = await takeSnapshot(repository, index);
  const evaluator = await findEvaluator(repository, config, lines, { named, globs, tree });
  const scratch = `${sessionDirectory(app, id)}/scratch-index`;
  const startCommit = await setUpCommit(repository, head, tree, setUpFiles, scratch);
  const session: Session = {
    id,
    name,
    state: 'starting',
    ...repository,
    branch: sessionBranch(id),
    ...(head.branch === undefined ? {} : { baseBranch: head.branch }),
    baseCommit: head.commit,
    startCommit,
    config,
    scope: {
      ...evaluator,
      globs,
      directories: named.directories,
      readingRules: await readingRules(repository),
      bystanders: [...state.dirty, ...state.untracked].filter((each) => !setUpFiles.includes(each.path)),
      ignored: [...state.ignored, ...state.nested],
      marks: await readMarks({ cwd: repository.root }),
      share: await sharedPaths(repository, config, state.ignored),
    },
    commands: await settleCommands(repository, commands, named.existing, app.holdoutCommand),
    isolation: config.isolation === 'in-place' ? 'in-place' : 'isolated',
    armsProven: false,
    deterministic: false,
    outputs: [],
    remarks: [],
    incumbent: 0,
    incumbentTree: tree,
    incumbentCommit: startCommit,
    createdAt: Date.now(),
  };
  return { session, seals: await sealOutside(session) };
}

/** @throws Refusal `invalid_config` for a path that is not there: a link to nothing would fail later, and say less. */
async function sharedPaths(
  repository: Repository,
  config: SessionConfig,
  ignored: readonly PathBytes[],
): Promise<PathBytes[]> {
  if (config.share === undefined) return defaultShare(repository, ignored);
  const paths = config.share.map((path) => toPathBytes(repository.prefix + path.replace(/^\.\/|\/$/g, '')));
  const isThere = await Promise.all(paths.map((path) => exists(filePath(repository.root, path))));
  const missing = paths.find((_, at) => !isThere[at]);
  if (missing === undefined) return paths;
  throw new Refusal(
    'invalid_config',
    `\`share\` names ${displayPath(missing)}, which does not exist in ${repository.root}.`,
    'Install the dependencies first, or leave the path out of `share`.',
    { key: 'share' },
  );
}

/** A runner's own files with such names may hold a secret (`.npmrc`, `.env`): never committed unasked. */
function isHidden(path: PathBytes): boolean {
  return path.slice(path.lastIndexOf('/') + 1).startsWith('.');
}

/** git keeps no branch below another branch's name. */
async function assertBranchFree(repository: Repository): Promise<void> {
  if (!(await refExists(repository, 'refs/heads/autoresearch'))) return;
  throw new Refusal(
    'git_busy',
    'There is a branch called "autoresearch", so that no branch "autoresearch/<session>" can be made.',
    'Rename it (`git branch -m autoresearch autoresearch-old`) and call again.',
  );
}

function assertUsable(state: WorktreeState, acceptDirty: boolean): void {
  if (state.unmerged.length > 0) {
    throw dirty('in conflict', state.unmerged, 'Resolve the conflicts and commit, then call again.');
  }
  if (state.dirty.length === 0 || acceptDirty) return;
  throw dirty(
    'changed but not committed',
    state.dirty.map((each: Bystander) => each.path),
    'Commit or stash them; or call again with accept_dirty: true: they are then measured as they are, and never committed or changed.',
  );
}

function dirty(how: string, paths: readonly PathBytes[], hint: string): Refusal {
  const names = paths.map(displayPath);
  const files = shownPaths(names);
  const first = files.slice(0, 20);
  const more = names.length > first.length ? ` and ${names.length - first.length} more` : '';
  const message = `${names.length === 1 ? 'This file is' : `These ${names.length} files are`} ${how}: ${first.join(', ')}${more}.`;
  return new Refusal('dirty_worktree', message, hint, { files });
}
