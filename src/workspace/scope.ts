import picomatch from 'picomatch';
import { displayPath, type PathBytes } from './path-bytes.js';
import type { TreeChange } from './tree-diff.js';

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
  readonly pinned: readonly PathBytes[];
  /** Globs; undefined: everything that is not pinned. */
  readonly editable?: readonly string[];
  readonly protected: readonly string[];
  readonly bystanders: readonly PathBytes[];
  /** Ignored when the session began; directories end in '/'. */
  readonly ignored: readonly PathBytes[];
}

/** A compiled {@link ScopeRules}: the rule that a path breaks, if any. */
export type ScopeCheck = (path: PathBytes) => ScopeRule | undefined;

const gitlinkMode = '160000';

/** Compile the rules once; the check is then cheap for each path. */
export function compileScope(rules: ScopeRules): ScopeCheck {
  const isLeft = leftAlone(rules);
  const pinned = pinnedPaths(rules);
  const isProtected = matcher(rules.protected);
  const isNamed = (inside: string | undefined) =>
    inside !== undefined && (rules.editable ?? []).includes(inside);
  const isEditable = rules.editable === undefined ? () => true : matcher(rules.editable);
  return (path) => {
    if (isLeft(path)) return 'bystander';
    const inside = withinPrefix(path, rules.prefix);
    if (pinned.has(path) || (inside !== undefined && isProtected(inside))) return 'pinned';
    if (isGitRule(path) && !isNamed(inside)) return 'not_editable';
    return inside !== undefined && isEditable(inside) ? undefined : 'not_editable';
  };
}

/**
 * A file that a command names is pinned, unless `editable` names that very file: then the user has said that the
 * program that prints the metric is the one to be improved (a training script, say).
 */
function pinnedPaths(rules: ScopeRules): Set<PathBytes> {
  const named = new Set(
    (rules.editable ?? []).filter(isPlain).map((path) => rules.prefix + path.replace(/^\.\//, '')),
  );
  return new Set(rules.pinned.filter((path) => !named.has(displayPath(path))));
}

/** The paths among the changes that may not be changed, with the rule that says so. */
export function outOfScope(changes: readonly TreeChange[], check: ScopeCheck): OutOfScopeFile[] {
  return changes.flatMap((change) => {
    const rule = check(change.path) ?? nestedRepository(change);
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
function matcher(globs: readonly string[]): (path: string) => boolean {
  const patterns = globs.map((glob) => glob.replace(/^\.\//, '').replace(/\/$/, ''));
  const all = patterns.flatMap((glob) => (isPlain(glob) ? [glob, `${glob}/**`] : [glob]));
  return all.length === 0 ? () => false : picomatch(all, { dot: true, flags: 's' });
}

function isPlain(glob: string): boolean {
  return !picomatch.scan(glob).isGlob;
}
