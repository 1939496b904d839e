import { readFile } from 'node:fs/promises';
import { displayPath, type PathBytes } from './path-bytes.js';

// What Python takes for a module of that name, a package included.
const moduleEndings = ['', '.py', '.pyc', '.so', '.abi3.so'];

/** The modules that a Python script names in its import statements, without what is relative to its own package. */
export async function importsOf(path: PathBytes): Promise<string[]> {
  if (!displayPath(path).endsWith('.py')) return [];
  const text = await readFile(Buffer.from(path, 'latin1'), 'utf8').catch(() => '');
  const lines = text.matchAll(/^[ \t]*(?:from[ \t]+([\p{L}_][\p{L}\p{N}_]*)|import[ \t]+([^\n#;]+))/gmu);
  const names = [...lines].flatMap(([, from, list = '']) =>
    from === undefined
      ? list.split(',').map((each) => /[\p{L}_][\p{L}\p{N}_]*/u.exec(each)?.[0] ?? '')
      : [from],
  );
  return [...new Set(names.filter((name) => name !== ''))];
}

/** Names beside a script that would be imported for a module. */
export function namesOfModule(module: string): string[] {
  return moduleEndings.map((ending) => module + ending);
}
