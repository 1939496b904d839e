/** One word of a shell line. */
export interface ShellWord {
  /** Without its quotes. */
  readonly raw: string;
  /** The first word of the command that it belongs to; its own text for that one. */
  readonly head: string;
  /** What it matches where the shell expands it, with `\` before signs that are meant literally. */
  readonly glob?: string;
  /** Names of variables in it, and `(` for what a command prints. */
  readonly unknown: readonly string[];
}

/** A part of a word, or of what stands between words. */
interface Piece {
  readonly raw: string;
  readonly glob: string;
  readonly isGlob: boolean;
  readonly unknown: readonly string[];
  /** A command whose output stands there. */
  readonly inner: string;
}

const substitution = String.raw`\$\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|${'`'}[^${'`'}]*${'`'}`;
const variable = String.raw`\$\{\w+[^}]*\}|\$\w+`;
const token = new RegExp(
  String.raw`'[^']*'|"(?:\\[^]|${substitution}|[^"\\])*"|\\[^]|${substitution}|${variable}|[^]`,
  'g',
);
const between = /^[\s;&|()<>]$/;
// These stand before a command and are none.
const transparent = /^(?:do|then|else|elif|if|while|until|!|\{|time|exec|\w+=.*)$/s;

/**
 * The words of a shell line, those of its command substitutions included, near enough to the way a shell reads it: no
 * more is wanted than to see which names the shell itself makes.
 */
export function shellWords(line: string): ShellWord[] {
  const words: ShellWord[] = [];
  let head = '';
  let pieces: Piece[] = [];
  const end = () => {
    const raw = pieces.map((piece) => piece.raw).join('');
    if (raw !== '' && head === '' && !transparent.test(raw)) head = raw;
    if (raw !== '') words.push({ ...joined(pieces), head: head === '' ? raw : head });
    words.push(...pieces.flatMap(({ inner }) => shellWords(inner)));
    pieces = [];
  };
  for (const [text] of line.matchAll(token)) {
    if (!between.test(text)) pieces.push(pieceOf(text));
    else end();
    if (/^[;&|()\n]$/.test(text)) head = '';
  }
  end();
  return words;
}

function joined(pieces: readonly Piece[]): Omit<ShellWord, 'head'> {
  const raw = pieces.map((piece) => piece.raw).join('');
  const unknown = pieces.flatMap((piece) => piece.unknown);
  const isGlob = pieces.some((piece) => piece.isGlob);
  return { raw, unknown, ...(isGlob ? { glob: pieces.map(({ glob }) => glob).join('') } : {}) };
}

function pieceOf(text: string): Piece {
  if (text.length === 1) return { ...literal(text), ...(/[*?[\]]/.test(text) ? open(text) : {}) };
  if (text.startsWith("'")) return literal(text.slice(1, -1));
  if (text.startsWith('\\')) return literal(text.slice(1));
  if (text.startsWith('"')) return quoted(text.slice(1, -1));
  if (/^(?:`|\$\()/.test(text)) {
    return { ...literal(text), unknown: ['('], inner: text.replace(/^(?:`|\$\()|[`)]$/g, '') };
  }
  return { ...literal(text), unknown: [/\w+/.exec(text)?.[0] ?? ''] };
}

function open(glob: string): Pick<Piece, 'glob' | 'isGlob'> {
  return { glob, isGlob: glob !== ']' };
}

function literal(raw: string): Piece {
  const glob = raw.replace(/[\\*?[\]{}()!+@|^$]/g, '\\$&');
  return { raw, glob, isGlob: false, unknown: [], inner: '' };
}

/** In double quotes nothing is a glob, and single quotes are letters. */
function quoted(text: string): Piece {
  const parts = text.match(new RegExp(`${substitution}|${variable}`, 'g')) ?? [];
  const pieces = parts.map(pieceOf);
  const unknown = pieces.flatMap((piece) => piece.unknown);
  return { ...literal(text), unknown, inner: pieces.map(({ inner }) => inner).join('\n') };
}
