import { findProgram, type Program } from '../bench/find-programs.js';
import { Refusal } from '../errors.js';
import type { Seal, SealKind } from '../store/seals.js';
import type { Session } from '../store/session.js';
import { findInputs } from '../workspace/find-inputs.js';
import { type PathBytes, toPathBytes } from '../workspace/path-bytes.js';
import type { App } from './app.js';
import { changedAmong, type Standing, sealsOf } from './compare-seals.js';
import { findNamed, globsIn } from './find-evaluator.js';
import { shellLines } from './session-commands.js';

/** Seals of what judges and lies outside the code, by kind. */
export type OutsideSeals = readonly (readonly [SealKind, readonly Seal[]])[];

type Sealed = Pick<Session, 'root' | 'gitDir' | 'commonDir' | 'prefix' | 'config' | 'commands'>;

const outside: Standing = { at: (path) => Buffer.from(path, 'latin1'), follows: true };

// Whose path it is, the agent is not to learn.
const hidden = "a file of the server's own hold-out command";

/**
 * Hash the files of `pinned_inputs`, the programs that the commands name, the files beside the repository that they name,
 * and the attributes by which git writes files.
 *
 * @throws Refusal `invalid_config` for an entry of `pinned_inputs` that stands for nothing.
 */
export async function sealOutside(session: Sealed): Promise<OutsideSeals> {
  const inputs = await inputsOf(session);
  const empty = inputs.find(({ files }) => files.length === 0);
  if (empty !== undefined) throw nothingThere(empty.entry, session.root);
  const { commands } = session;
  const named = await besides(session, shellLines(commands));
  const attributes = toPathBytes(`${session.commonDir}/info/attributes`);
  const { holdout } = commands;
  const unseen = holdout === undefined ? [] : await besides(session, [holdout.line]);
  return [
    ['input', await sealsOf([...new Set(inputs.flatMap(({ files }) => files))], outside)],
    ['program', await sealsOf([...pathsOf(commands.programs), ...named, attributes], outside)],
    ['holdout', await sealsOf([...pathsOf(holdout?.programs ?? []), ...unseen], outside)],
  ];
}

async function besides(session: Sealed, lines: readonly string[]): Promise<readonly PathBytes[]> {
  return (await findNamed(session, lines, globsIn(lines))).outside;
}

function pathsOf(programs: readonly Program[]): PathBytes[] {
  return programs.map(({ path }) => toPathBytes(path));
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

/** What judges beside the code and is not what it was: files of `pinned_inputs`, and programs. */
export async function changedOutside(app: App, session: Session): Promise<PathBytes[]> {
  return [...(await changedInputs(app, session)), ...(await changedPrograms(app, session))];
}

/** The files of `pinned_inputs` that are not what they were, new and missing ones included. */
async function changedInputs(app: App, session: Session): Promise<PathBytes[]> {
  if (session.config.pinned_inputs.length === 0) return [];
  const sealed = app.store.seals.ofKind(session.id, 'input');
  const known = new Set(sealed.map(({ path }) => path));
  const present = new Set((await inputsOf(session)).flatMap(({ files }) => files));
  const added = [...present].filter((path) => !known.has(path));
  return [...added, ...(await changedAmong(sealed, outside))];
}

/** The programs that are not what they were, or that something else would be taken for by now. */
async function changedPrograms(app: App, session: Session): Promise<PathBytes[]> {
  const { programs, holdout, searchPath } = session.commands;
  const changed = [...(await moved(programs, searchPath)), ...(await changedOf(app, session, 'program'))];
  const unseen = [
    ...(await moved(holdout?.programs ?? [], searchPath)),
    ...(await changedOf(app, session, 'holdout')),
  ];
  const isTold = unseen.length === 0 || unseen.every((path) => changed.includes(path));
  return [...new Set([...changed, ...(isTold ? [] : [hidden])])];
}

async function moved(programs: readonly Program[], searchPath: string): Promise<PathBytes[]> {
  const found = await Promise.all(programs.map(({ name }) => findProgram(name, searchPath)));
  return programs.flatMap(({ path }, at) =>
    found[at]?.path === path ? [] : [toPathBytes(found[at]?.path ?? path)],
  );
}

function changedOf(app: App, session: Session, kind: SealKind): Promise<PathBytes[]> {
  return changedAmong(app.store.seals.ofKind(session.id, kind), outside);
}

/** Break the seals of programs that the baseline itself replaces: none can hold on them. */
export async function unsealOutside(app: App, session: Session): Promise<void> {
  for (const kind of ['program', 'holdout'] as const) {
    for (const path of await changedOf(app, session, kind)) app.store.seals.unseal(session.id, kind, path);
  }
}
