import { displayPath } from './path-bytes.js';

const statement = /(?:^|[;:])[ \t]*(?:from[ \t]+([\p{L}_][\p{L}\p{N}_]*)|import[ \t]+([^\n#;]+))/gmu;
const call = /\b(?:__import__|import_module)\(\s*['"]([\p{L}_][\p{L}\p{N}_]*)/gu;

/** The top-level modules that Python code names, without what is relative to its own package. Too many is fine. */
export function importsOf(code: string): string[] {
  const text = code.replace(/\\\r?\n/g, ' ');
  const stated = [...text.matchAll(statement)].flatMap(([, from, list = '']) =>
    from === undefined ? list.split(',').map(firstName) : [from],
  );
  const called = [...text.matchAll(call)].map(([, name = '']) => name);
  return [...new Set([...stated, ...called])].filter((name) => name !== '');
}

function firstName(text: string): string {
  return /[\p{L}_][\p{L}\p{N}_]*/u.exec(text)?.[0] ?? '';
}

/** Whether a file is Python's, by its name or its first line. */
export function isPython(path: string, code: string): boolean {
  return displayPath(path).endsWith('.py') || /^#!.*\b(?:python|pypy)/.test(code);
}
