import { findProgram } from '../bench/find-programs.js';
import { Refusal } from '../errors.js';
import type { Seal, SealKind } from '../store/seals.js';
import type { Isolation, Session } from '../store/sessions.js';
import { hashesOf } from '../workspace/content-hash.js';
import { findInputs } from '../workspace/find-inputs.js';
import { displayPath, filePath, type PathBytes } from '../workspace/path-bytes.js';
import { treeFiles } from '../workspace/tree-files.js';
import type { App } from './app.js';
import { scopeOf, workspaceOf } from './session-workspace.js';

/** Seals of what judges and lies outside the code, by kind. */
export type OutsideSeals = readonly (readonly [SealKind, readonly Seal[]])[];

type Sealed = Pick<Session, 'root' | 'prefix' | 'config' | 'commands'>;

/**
 * Hash the files of `pinned_inputs` and the programs that the commands name.
 *
 * @throws Refusal `invalid_config` for an entry that stands for nothing.
 */
export async function sealOutside(session: Sealed): Promise<OutsideSeals> {
  const inputs = await inputsOf(session);
  const empty = inputs.find(({ files }) => files.length === 0);
  if (empty !== undefined) throw nothingThere(empty.entry, session.root);
  const files = inputs.flatMap((each) => each.files);
  const programs = session.commands.programs.map(({ path }) => path);
  return [
    ['input', await sealsOf(files, absolute, true)],
    ['program', await sealsOf(programs, absolute, true)],
  ];
}

function inputsOf({ root, prefix, config }: Sealed) {
  return findInputs(`${root}/${prefix}`, config.pinned_inputs);
}

function nothingThere(entry: string, root: string): Refusal {
  return new Refusal(
    'invalid_config',
    `\`pinned_inputs\` names ${entry}, and there is no such file in ${root}.`,
    'Give paths or globs of files that are there, relative to the directory of the session or absolute.',
    { key: 'pinned_inputs' },
  );
}

/** The files of `pinned_inputs` that are not what they were, new and missing ones included. */
export async function changedInputs(app: App, session: Session): Promise<string[]> {
  if (session.config.pinned_inputs.length === 0) return [];
  const sealed = app.store.seals.ofKind(session.id, 'input');
  const known = new Set(sealed.map(({ path }) => path));
  const present = (await inputsOf(session)).flatMap(({ files }) => files);
  const added = present.filter((path) => !known.has(path));
  return [...added, ...(await changedAmong(sealed, absolute, true))];
}

/** The programs that are not what they were, or that something else would be taken for by now. */
export async function changedPrograms(app: App, session: Session): Promise<string[]> {
  const { programs, searchPath } = session.commands;
  const moved = await Promise.all(
    programs.map(async ({ name, path }) => {
      const found = await findProgram(name, searchPath);
      return found?.path === path ? [] : [found?.path ?? path];
    }),
  );
  const changed = await changedAmong(app.store.seals.ofKind(session.id, 'program'), absolute, true);
  return [...new Set([...moved.flat(), ...changed])];
}

/**
 * Hash the pinned files of the baseline as they stand in a place, and the links to shared directories; once for each
 * kind of place, since git may write files differently there, with other line ends.
 *
 * @param root what stands for the repository's root in that place.
 */
export async function sealPinned(
  app: App,
  session: Session,
  isolation: Isolation,
  root: string,
): Promise<void> {
  if (app.store.seals.ofKind(session.id, isolation).length > 0) return;
  const { repository } = workspaceOf(app, session);
  const ruleOf = scopeOf(session);
  const files = (await treeFiles(repository, session.incumbentTree)).map(({ path }) => path);
  const pinned = [...session.scope.pinned, ...files].filter((path) => ruleOf(path) === 'pinned');
  const sealed = new Set([...pinned, ...session.scope.share.map((path) => path.replace(/\/$/, ''))]);
  const seals = await sealsOf([...sealed], (path) => filePath(root, path), false);
  app.store.seals.insert(session.id, isolation, seals);
}

/** The pinned files that are not the baseline's in a place. */
export function changedPinned(
  app: App,
  session: Session,
  isolation: Isolation,
  root: string,
): Promise<PathBytes[]> {
  return changedAmong(app.store.seals.ofKind(session.id, isolation), (path) => filePath(root, path), false);
}

/** The pinned files that the baseline itself has changed: no seal can hold on them. */
export function unsealedIn(app: App, session: Session, isolation: Isolation): string[] {
  const seals = app.store.seals.ofKind(session.id, isolation);
  return seals.filter(({ hash }) => hash === undefined).map(({ path }) => displayPath(path));
}

function absolute(path: string): Buffer {
  return Buffer.from(path);
}

async function sealsOf(
  paths: readonly string[],
  at: (path: string) => Buffer,
  follows: boolean,
): Promise<Seal[]> {
  const hashes = await hashesOf(paths.map(at), follows);
  return paths.map((path, index) => ({ path, hash: hashes[index] ?? '' }));
}

async function changedAmong(
  seals: readonly Seal[],
  at: (path: string) => Buffer,
  follows: boolean,
): Promise<string[]> {
  const held = seals.filter(({ hash }) => hash !== undefined);
  const now = await sealsOf(
    held.map(({ path }) => path),
    at,
    follows,
  );
  return held.filter(({ hash }, index) => now[index]?.hash !== hash).map(({ path }) => path);
}
