import { displayPath } from '../../src/workspace/path-bytes.js';
import type { ScopeRules } from '../../src/workspace/scope.js';
import type { TreeChange } from '../../src/workspace/tree-diff.js';

/** The rules read aloud, the strongest last. Slow, obvious, and without the library that the product uses. */
export function slowRule(rules: ScopeRules, path: string, isSubmodule = false): string | undefined {
  const shown = displayPath(path);
  const inside = shown.startsWith(rules.prefix) ? shown.slice(rules.prefix.length) : undefined;
  const isAny = (globs: readonly string[]) =>
    inside !== undefined && globs.some((glob) => matches(glob, inside));
  const named = rules.editable?.map((each) => rules.prefix + each) ?? [];
  const pinned = rules.pinned.filter((each) => !named.includes(displayPath(each)));
  const isLeft = [...rules.bystanders, ...rules.ignored].some((each) =>
    each.endsWith('/') ? path.startsWith(each) : path === each,
  );
  if (pinned.some((each) => touches(path, each)) || isAny(rules.protected)) return 'pinned';
  if (isLeft) return 'bystander';
  const last = path.split('/').at(-1);
  const isGitRule = last === '.gitattributes' || last === '.gitmodules';
  if (isGitRule && !(inside !== undefined && rules.editable?.includes(inside))) return 'not_editable';
  if (isSubmodule && rules.editable === undefined) return 'not_editable';
  return isAny(rules.editable ?? ['**']) ? undefined : 'not_editable';
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
