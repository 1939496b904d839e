import picomatch from 'picomatch';

/**
 * What a glob would have to be, or undefined when it is right: relative to the session's directory, within it,
 * not negated, and understood by picomatch.
 */
export function globShouldBe(glob: string): string | undefined {
  if (glob.startsWith('!')) return 'a glob that does not start with `!`';
  // A segment ends at a brace or a comma too: `{..,src}/a` leaves the directory.
  const outside = shouldStayInside(glob, glob.split(/[/{},()|]/));
  if (outside !== undefined) return outside;
  return compiles(glob) ? undefined : 'a glob with balanced brackets and braces (a literal one as `\\[`)';
}

/** As {@link globShouldBe}, for what need not be inside the directory: an absolute path may be given, too. */
export function inputShouldBe(glob: string): string | undefined {
  const isAbsolute = glob.startsWith('/');
  if (isAbsolute && glob.replaceAll('/', '') === '') return 'a path below the root';
  return globShouldBe(isAbsolute ? glob.replace(/^\/+/, '') : glob);
}

/** What a plain path would have to be, or undefined when it is right: one path inside the session's directory. */
export function pathShouldBe(path: string): string | undefined {
  const segments = path.split('/');
  const outside = shouldStayInside(path, segments);
  if (outside !== undefined) return outside;
  if (segments.every((segment) => segment === '' || segment === '.'))
    return 'a path inside the directory, not the directory itself';
  return /[*?]/.test(path) ? 'a plain path, not a glob' : undefined;
}

function shouldStayInside(path: string, segments: readonly string[]): string | undefined {
  if (path.trim() === '') return 'a path that is not empty';
  if (path.includes('\0')) return 'a path without NUL';
  if (path.startsWith('/')) return "a path relative to the session's directory";
  return segments.includes('..') ? 'a path without a `..` segment' : undefined;
}

function compiles(glob: string): boolean {
  // Picomatch takes a brace that closes nothing for a letter.
  if (closesUnopenedBrace(glob)) return false;
  try {
    // Without `debug` an expression that does not compile becomes one that silently matches nothing.
    picomatch.makeRe(glob, { strictBrackets: true, debug: true });
    return true;
  } catch {
    return false;
  }
}

function closesUnopenedBrace(glob: string): boolean {
  const withoutLiterals = glob.replaceAll(/\\.|\[[^\]]*\]/gs, '');
  let open = 0;
  for (const letter of withoutLiterals) {
    if (letter === '{') open += 1;
    if (letter === '}') open -= 1;
    if (open < 0) return true;
  }
  return false;
}
