import picomatch from 'picomatch';
import { compileModules, isCached, type ModuleNames } from './module-names.js';
import { displayPath, type PathBytes, parentsOf, toPathBytes } from './path-bytes.js';
import { gitlinkMode, type TreeChange } from './tree-diff.js';

/** Why a path may not be changed. */
type ScopeRule = 'pinned' | 'not_editable' | 'bystander';

export interface OutOfScopeFile {
  readonly path: string;
  readonly rule: ScopeRule;
}

/** What a candidate may touch. Globs are relative to the session's directory, paths to the repository's root. */
export interface ScopeRules {
  /** The session's directory below the root: '' or 'path/to/it/'. */
  readonly prefix: string;
  /** Files of the evaluator, and names that are kept free for it. */
  readonly pinned: readonly PathBytes[];
  /** Names by which the evaluator's modules are loaded, or others in their place. */
  readonly modules?: readonly ModuleNames[];
  /** Files that had such a name when the session began, and are not the evaluator's. */
  readonly present?: readonly PathBytes[];
  /** Whether the file system takes names that differ in case for the same. */
  readonly ignoresCase?: boolean;
  /** Globs; undefined: everything that is not pinned. */
  readonly editable?: readonly string[];
  readonly protected: readonly string[];
  /** Globs of the commands: protected, but for what `editable` names. */
  readonly globs?: readonly string[];
  readonly bystanders: readonly PathBytes[];
  /** Ignored when the session began; directories end in '/'. */
  readonly ignored: readonly PathBytes[];
}

/**
 * A compiled {@link ScopeRules}: the rule that a path breaks, if any.
 *
 * @param isSubmodule whether a submodule's pointer is, or was, at the path.
 */
export type ScopeCheck = (path: PathBytes, isSubmodule?: boolean) => ScopeRule | undefined;

/** Compile the rules once; the check is then cheap for each path. */
export function compileScope(rules: ScopeRules): ScopeCheck {
  const isLeft = leftAlone(rules);
  const named = namedToEdit(rules);
  const isPinned = touching(
    rules.pinned.filter((path) => !named.has(displayPath(path))),
    rules.ignoresCase ?? false,
  );
  const isModule = reservedModules(rules);
  const isProtected = matcher(rules.protected, rules.ignoresCase);
  const isGlobbed = commandGlobs(rules);
  const isJudging = (path: PathBytes, inside: string | undefined) => {
    if (isPinned(path) || (inside !== undefined && isProtected(inside))) return true;
    return !named.has(displayPath(path)) && (isModule(path) || (inside !== undefined && isGlobbed(inside)));
  };
  const isEditable = rules.editable === undefined ? () => true : matcher(rules.editable);
  return (path, isSubmodule = false) => {
    const inside = withinPrefix(path, rules.prefix);
    if (isJudging(path, inside)) return 'pinned';
    if (isLeft(path)) return 'bystander';
    if (isGitRule(path) && !named.has(displayPath(path))) return 'not_editable';
    // What is in a submodule cannot be measured: its pointer is changed only by whoever was told to.
    if (isSubmodule && rules.editable === undefined) return 'not_editable';
    return inside !== undefined && isEditable(inside) ? undefined : 'not_editable';
  };
}

/**
 * A file that a command names is pinned, unless `editable` names that very file: then the user has said that the
 * program that prints the metric is the one to be improved (a training script, say).
 */
function namedToEdit({ editable = [], prefix }: ScopeRules): ReadonlySet<string> {
  return new Set(editable.filter(isPlain).map((path) => prefix + path.replace(/^\.\//, '')));
}

/** The same goes for a glob of a command that `editable` has, too: the size of `src/*.js`, say, is to be improved. */
function commandGlobs({ globs = [], editable = [], ignoresCase }: ScopeRules): (path: string) => boolean {
  return matcher(
    globs.filter((glob) => !editable.includes(glob)),
    ignoresCase,
  );
}

/** Whether something new at a path would be loaded for a module of the evaluator. */
function reservedModules({ modules = [], present = [], ignoresCase = false }: ScopeRules) {
  const isModule = compileModules(modules, ignoresCase);
  const others = new Set(present);
  // Whose cache it is, its name says; which code is in it, nothing does.
  return (path: PathBytes) => isModule(path) && (isCached(path) || !others.has(path));
}

/**
 * Whether a change at a path changes one of the files: at the file itself, above it (its directory becomes a file or a
 * link) or below it (it becomes a directory).
 */
function touching(files: readonly PathBytes[], ignoresCase: boolean): (path: PathBytes) => boolean {
  const fold = (path: PathBytes) => (ignoresCase ? toPathBytes(displayPath(path).toLowerCase()) : path);
  const pinned = new Set(files.map(fold));
  const above = new Set([...pinned].flatMap(parentsOf));
  return (path) => {
    const folded = fold(path);
    return pinned.has(folded) || above.has(folded) || parentsOf(folded).some((parent) => pinned.has(parent));
  };
}

/** The paths among the changes that may not be changed, with the rule that says so. */
export function outOfScope(changes: readonly TreeChange[], check: ScopeCheck): OutOfScopeFile[] {
  return changes.flatMap((change) => {
    const isSubmodule = change.oldMode === gitlinkMode || change.newMode === gitlinkMode;
    const rule = check(change.path, isSubmodule) ?? nestedRepository(change);
    return rule === undefined ? [] : [{ path: displayPath(change.path), rule }];
  });
}

/** A new nested repository would be committed as a bare pointer to nothing that anyone else has. */
function nestedRepository(change: TreeChange): ScopeRule | undefined {
  return change.newMode === gitlinkMode && change.oldMode !== gitlinkMode ? 'not_editable' : undefined;
}

function withinPrefix(path: PathBytes, prefix: string): string | undefined {
  const text = displayPath(path);
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}

function isAtOrBelow(path: PathBytes, ignored: PathBytes): boolean {
  return ignored.endsWith('/') ? path.startsWith(ignored) : path === ignored;
}

/** These decide how git writes other files, the evaluator's too. */
function isGitRule(path: PathBytes): boolean {
  return /(^|\/)\.git(attributes|modules)$/.test(path);
}

/** Whether a path is the user's own and none of the session's business. */
export function leftAlone(rules: Pick<ScopeRules, 'bystanders' | 'ignored'>): (path: PathBytes) => boolean {
  const bystanders = new Set(rules.bystanders);
  return (path) => bystanders.has(path) || rules.ignored.some((ignored) => isAtOrBelow(path, ignored));
}

/** A plain path as a glob means the file, or everything below the directory. Names may hold line breaks. */
function matcher(globs: readonly string[], nocase = false): (path: string) => boolean {
  const patterns = globs.map((glob) => glob.replace(/^\.\//, '').replace(/\/$/, ''));
  const all = patterns.flatMap((glob) => (isPlain(glob) ? [glob, `${glob}/**`] : [glob]));
  return all.length === 0 ? () => false : picomatch(all, { dot: true, nocase, flags: nocase ? 'si' : 's' });
}

function isPlain(glob: string): boolean {
  return !picomatch.scan(glob).isGlob;
}
