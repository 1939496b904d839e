import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Session } from '../store/session.js';
import type { Arms } from '../workspace/arms.js';
import type { Bystander } from '../workspace/bystanders.js';
import type { PathBytes } from '../workspace/path-bytes.js';
import type { Head, Repository } from '../workspace/repository.js';
import { compileScope, leftAlone, type ScopeCheck } from '../workspace/scope.js';
import type { PrivateIndex } from '../workspace/snapshot.js';
import { type App, sessionDirectory } from './app.js';

/** What the rooms below need to know of a session's place on disk. */
export interface SessionWorkspace {
  readonly repository: Repository;
  readonly index: PrivateIndex;
  readonly arms: Arms;
  /** Path for a temporary index. */
  readonly scratch: string;
  /** Paths that were marked skip-worktree when the session began. */
  readonly skipped: readonly PathBytes[];
  /** Whether names that differ in case are the same. */
  readonly ignoresCase: boolean;
  /** Whether git looks at the executable bit of files. */
  readonly seesModes: boolean;
}

export function sessionIndex(app: App, sessionId: string): PrivateIndex {
  const directory = sessionDirectory(app, sessionId);
  return { path: join(directory, 'index'), excludesPath: join(directory, 'excludes') };
}

/** Name of the directory of a session's arms: it says nothing to the code under test. */
export function armsName(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex').slice(0, 12);
}

export function workspaceOf(app: App, session: Session): SessionWorkspace {
  const { root, gitDir, commonDir, prefix } = session;
  const repository = { root, gitDir, commonDir, prefix };
  const directory = sessionDirectory(app, session.id);
  const skipped = session.scope.marks.skipWorktree;
  return {
    repository,
    index: { ...sessionIndex(app, session.id), isSparse: skipped.length > 0 },
    skipped,
    ignoresCase: ignoresCase(session),
    seesModes: !isOff(session.scope.readingRules['core.filemode']),
    scratch: join(directory, 'scratch-index'),
    arms: {
      repository,
      directory: join(app.home, 'arms', armsName(session.id)),
      stateDirectory: directory,
      share: session.scope.share,
      cache: session.config.arm_cache,
    },
  };
}

/** Whether a setting of git's that is on by default is off. */
function isOff(setting: string | undefined): boolean {
  return setting !== undefined && /^(|0|no|off|false)$/i.test(setting);
}

function ignoresCase({ scope }: Session): boolean {
  return scope.readingRules['core.ignorecase'] === 'true';
}

/** What was checked out before a session. */
export function baseOf({ baseBranch, baseCommit }: Session): Head {
  return { commit: baseCommit, ...(baseBranch === undefined ? {} : { branch: baseBranch }) };
}

/** Whether a path is left as it is when the incumbent is put back. */
export function leftAloneIn(
  session: Session,
  bystanders: readonly Bystander[] = session.scope.bystanders,
): (path: PathBytes) => boolean {
  const { ignored } = session.scope;
  return leftAlone({ bystanders: bystanders.map((each) => each.path), ignored });
}

export function scopeOf(session: Session): ScopeCheck {
  const { scope, config, prefix } = session;
  return compileScope({
    prefix,
    pinned: [...scope.pinned, ...scope.reserved],
    modules: scope.modules,
    present: scope.present,
    ignoresCase: ignoresCase(session),
    protected: config.protected,
    globs: scope.globs,
    bystanders: scope.bystanders.map((each) => each.path),
    ignored: scope.ignored,
    ...(config.editable === undefined ? {} : { editable: config.editable }),
  });
}

/** Whether a path is pinned, whoever's it is: an edited benchmark that is never committed judges like any other. */
export function pinnedIn(session: Session): (path: PathBytes) => boolean {
  const ruleOf = scopeOf({ ...session, scope: { ...session.scope, bystanders: [], ignored: [] } });
  return (path) => ruleOf(path) === 'pinned';
}
