import type { Isolation, Session } from '../store/session.js';
import { displayPath, filePath, type PathBytes, toPathBytes } from '../workspace/path-bytes.js';
import { leftAlone } from '../workspace/scope.js';
import { treeFiles } from '../workspace/tree-files.js';
import type { App } from './app.js';
import { changedAmong, type Standing, sealsOf } from './compare-seals.js';
import { judgingNames, newcomersIn } from './newcomers.js';
import { pinnedIn, workspaceOf } from './session-workspace.js';

function below(root: string): Standing {
  return { at: (path) => filePath(root, path), follows: false };
}

/**
 * Hash the evaluator as it stands in a place: the pinned files of the baseline, the user's own among them, and the links
 * to shared directories. Once for each kind of place, since git may write files differently there, with other line ends.
 *
 * @param root what stands for the repository's root in that place.
 */
export async function sealPlace(
  app: App,
  session: Session,
  isolation: Isolation,
  root: string,
): Promise<void> {
  if (app.store.seals.ofKind(session.id, isolation).length > 0) return;
  const { repository } = workspaceOf(app, session);
  const isPinned = pinnedIn(session);
  const inputs = new Set(app.store.seals.ofKind(session.id, 'input').map(({ path }) => path));
  const isInput = (path: PathBytes) => inputs.has(`${toPathBytes(session.root)}/${path}`);
  const files = (await treeFiles(repository, session.incumbentTree)).map(({ path }) => path);
  const judging = [
    ...session.scope.pinned.filter(isPinned),
    ...session.scope.reserved.filter(isPinned),
    ...files.filter(isPinned),
    ...files.filter(isInput),
    ...(await judgingNames(app, session, root)),
  ];
  const sealed = new Set([...judging, ...sharedLinks(session)]);
  app.store.seals.insert(session.id, isolation, await sealsOf([...sealed], below(root)));
}

function sharedLinks({ scope }: Session): PathBytes[] {
  return scope.share.map((path) => path.replace(/\/$/, ''));
}

/** What no command has business to write in a place. */
export function evaluatorIn(app: App, session: Session, isolation: Isolation): PathBytes[] {
  const held = app.store.seals.ofKind(session.id, isolation).filter(({ hash }) => hash !== undefined);
  return [...new Set([...session.scope.pinned, ...sharedLinks(session), ...held.map(({ path }) => path)])];
}

/** The sealed files that are not the baseline's in a place, and what came to stand there under a name that judges. */
export async function changedIn(
  app: App,
  session: Session,
  isolation: Isolation,
  root: string,
): Promise<PathBytes[]> {
  const changed = await changedAmong(app.store.seals.ofKind(session.id, isolation), below(root));
  return [...changed, ...(await newcomersIn(app, session, isolation, root))];
}

/**
 * The pinned files that the commands read in the user's own directory and that git ignores, so that no snapshot shows it
 * when they are changed.
 */
export function changedUnseen(app: App, session: Session): Promise<PathBytes[]> {
  const { root, isolation, scope } = session;
  const shared = sharedLinks(session).map((path) => `${path}/`);
  const isUnseen = leftAlone({ bystanders: [], ignored: isolation === 'in-place' ? scope.ignored : shared });
  const seals = app.store.seals.ofKind(session.id, isolation).filter(({ path }) => isUnseen(path));
  return changedAmong(seals, below(root));
}

/** Break the seals of what the baseline itself has changed in a place: none can hold on it. */
export async function unsealPlace(
  app: App,
  session: Session,
  isolation: Isolation,
  root: string,
): Promise<void> {
  for (const path of await changedIn(app, session, isolation, root)) {
    app.store.seals.unseal(session.id, isolation, path);
  }
}

/** What the baseline itself has changed of what judges, for the plan. */
export function unsealedIn(app: App, session: Session, isolation: Isolation): string[] {
  const kinds = [isolation, 'program'] as const;
  const seals = kinds.flatMap((kind) => app.store.seals.ofKind(session.id, kind));
  return seals.filter(({ hash }) => hash === undefined).map(({ path }) => displayPath(path));
}
