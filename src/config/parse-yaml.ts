import { type Alias, type Document, LineCounter, parseDocument, visit } from 'yaml';
import { messageOf, Refusal } from '../errors.js';

interface Mistake {
  readonly says: string;
  /** Where in the text, in characters. */
  readonly offset: number;
}

const quoting = 'Quote a value that starts with `*`, `!`, `&`, `@` or a backtick, such as "**/*.ts".';

/**
 * The data of one YAML document; undefined or null when there is nothing in it.
 *
 * @param where What the text is, for the message.
 * @throws Refusal `invalid_config`, with details `{where, line, column}`, both from 1.
 */
export function parseYaml(source: string, where: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const mistake = firstMistake(document, source);
  if (mistake !== undefined) throw refuse(mistake, lines, where);
  try {
    return document.toJS();
  } catch (error) {
    // What is left is a document that aliases blow up.
    throw refuse({ says: messageOf(error), offset: 0 }, lines, where);
  }
}

function firstMistake(document: Document, source: string): Mistake | undefined {
  // A warning means that something was read as something else: `!src/**`, unquoted, as an empty text.
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    const offset = error.pos[0];
    return { says: wording(error.code, source.slice(offset)) ?? error.message, offset };
  }
  return unresolvedAlias(document);
}

function wording(code: string, rest: string): string | undefined {
  if (code === 'DUPLICATE_KEY') return `\`${rest.match(/^[^:\s]{0,80}/)?.[0] ?? ''}\` is given twice`;
  if (code === 'MULTIPLE_DOCS') return 'there is more than one document';
  return undefined;
}

/** An unquoted `*.ts` is an alias to YAML, and the library notices only that nothing is named `.ts`. */
function unresolvedAlias(document: Document): Mistake | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      found = alias;
      return visit.BREAK;
    },
  });
  if (found === undefined) return undefined;
  return { says: `\`*${found.source}\` is an alias of nothing`, offset: found.range?.[0] ?? 0 };
}

function refuse(mistake: Mistake, lines: LineCounter, where: string): Refusal {
  const { line, col: column } = lines.linePos(mistake.offset);
  const message = `${where} is not valid YAML at line ${line}, column ${column}: ${mistake.says}.`;
  return new Refusal('invalid_config', message, `Correct line ${line} of ${where}. ${quoting}`, {
    where,
    line,
    column,
  });
}
