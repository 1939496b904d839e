import type { ModuleNames } from '../../src/workspace/module-names.js';
import { displayPath } from '../../src/workspace/path-bytes.js';
import type { ScopeRules } from '../../src/workspace/scope.js';
import { standardModules } from '../../src/workspace/standard-modules.js';
import type { TreeChange } from '../../src/workspace/tree-diff.js';

/** The rules read aloud, the strongest last. Slow, obvious, and without the library that the product uses. */
export function slowRule(rules: ScopeRules, path: string, isSubmodule = false): string | undefined {
  const isLeft = [...rules.bystanders, ...rules.ignored].some((each) =>
    each.endsWith('/') ? path.startsWith(each) : path === each,
  );
  if (judges(rules, path)) return 'pinned';
  if (isLeft) return 'bystander';
  const last = path.split('/').at(-1);
  const isGitRule = last === '.gitattributes' || last === '.gitmodules';
  if (isGitRule && !isNamed(rules, path)) return 'not_editable';
  if (isSubmodule && rules.editable === undefined) return 'not_editable';
  return isAny(rules, rules.editable ?? ['**'], path) ? undefined : 'not_editable';
}

function judges(rules: ScopeRules, path: string): boolean {
  const pinned = rules.pinned.filter((each) => !isNamed(rules, each));
  if (pinned.some((each) => touches(path, each)) || isAny(rules, rules.protected, path)) return true;
  if (isNamed(rules, path)) return false;
  const globs = (rules.globs ?? []).filter((each) => !rules.editable?.includes(each));
  const isCache = path.split('/').at(-2) === '__pycache__';
  const isNew = isCache || !rules.present?.includes(path);
  return isAny(rules, globs, path) || (isNew && (rules.modules ?? []).some((each) => loads(each, path)));
}

function isNamed({ editable = [], prefix }: ScopeRules, path: string): boolean {
  return editable.some((each) => prefix + each === displayPath(path));
}

function isAny({ prefix }: ScopeRules, globs: readonly string[], path: string): boolean {
  const shown = displayPath(path);
  return shown.startsWith(prefix) && globs.some((glob) => matches(glob, shown.slice(prefix.length)));
}

/** What a refusal must name. */
export function slowOutOfScope(rules: ScopeRules, changes: readonly TreeChange[]) {
  const gitlink = '160000';
  return changes.flatMap(({ path, oldMode, newMode }) => {
    const rule = slowRule(rules, path, oldMode === gitlink || newMode === gitlink);
    const isNewRepository = newMode === gitlink && oldMode !== gitlink;
    const broken = rule ?? (isNewRepository ? 'not_editable' : undefined);
    return broken === undefined ? [] : [{ path: displayPath(path), rule: broken }];
  });
}

function touches(path: string, pinned: string): boolean {
  return path === pinned || pinned.startsWith(`${path}/`) || path.startsWith(`${pinned}/`);
}

/** Whether a file at the path would be loaded for one of the names: every way to write such a file, one by one. */
function loads({ directory, language, names, standard }: ModuleNames, path: string): boolean {
  if (language === 'javascript') {
    const endings = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.jsx', '.tsx', '.json', '.node'];
    return names.some((name) => endings.some((ending) => path === directory + name + ending));
  }
  const isThere = (start: string) =>
    ['', '.py', '.pyc', '.so'].some((ending) => path === start + ending) || isOneFile(path, start, '.so');
  const all = standard ? [...names, ...standardModules] : names;
  const cache = `${directory}__pycache__`;
  return (
    path === cache ||
    names.some((name) => isOneFile(path, `${cache}/${name}`, '')) ||
    all.some((name) => isThere(directory + name) || isThere(`${directory}${name}/__init__`))
  );
}

/** Whether a path is this start, a dot, anything within one name, and this end. */
function isOneFile(path: string, start: string, end: string): boolean {
  return (
    path.startsWith(`${start}.`) && path.endsWith(end) && path.lastIndexOf('/') === start.lastIndexOf('/')
  );
}

/**
 * Globs of plain letters, `*`, `**`, `?` and `{a,b}`: write out the braces, then try every way to eat the path, segment by
 * segment. A pattern without any of these also means everything below it.
 */
function matches(glob: string, path: string): boolean {
  const isPlain = !/[*?{]/.test(glob);
  const parts = path.split('/');
  return expand(glob.replace(/\/$/, '')).some((each) => {
    const pattern = each.split('/');
    return isPlain ? pattern.every((segment, at) => parts[at] === segment) : matchSegments(pattern, parts);
  });
}

function expand(glob: string): string[] {
  const [all, before = '', list = '', after = ''] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(glob) ?? [];
  if (all === undefined) return [glob];
  return list.split(',').flatMap((each) => expand(before + each + after));
}

function matchSegments(pattern: string[], parts: string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return parts.length === 0;
  if (first === '**')
    return parts.some((_, at) => matchSegments(rest, parts.slice(at))) || matchSegments(rest, []);
  const [part, ...others] = parts;
  return part !== undefined && matchLetters([...first], [...part]) && matchSegments(rest, others);
}

function matchLetters(pattern: string[], letters: string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return letters.length === 0;
  if (first === '*')
    return letters.some((_, at) => matchLetters(rest, letters.slice(at))) || matchLetters(rest, []);
  return (
    letters.length > 0 && (first === '?' || first === letters[0]) && matchLetters(rest, letters.slice(1))
  );
}
