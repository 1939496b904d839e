/** Words of a shell line, as a shell would part them, quotes and operators away. Too many is better than too few. */
export function wordsOf(line: string): string[] {
  const command = settled(line);
  const quoted = [...command.matchAll(/'([^']*)'|"([^"]*)"/g)].map(
    ([, single, double]) => single ?? double ?? '',
  );
  const escaped = [...command.matchAll(/(?:[^\s\\]|\\.)+/g)].map(([word]) => word.replace(/\\(.)/g, '$1'));
  const bare = command.split(/[\s'"`;&|()<>{}$,]+/);
  const parts = [...quoted, ...escaped, ...bare].flatMap((word) => [
    word,
    ...word.split('=').slice(1),
    // `make -Csub`
    ...(/^-[A-Za-z]./.test(word) ? [word.slice(2)] : []),
  ]);
  return [...new Set(parts.filter((word) => word !== '' && word.length < 4096))];
}

/** A line with what is known of its variables: where the command runs, and what stands for one that is not set. */
export function settled(command: string): string {
  const line = command.replace(/\$(PWD|\{PWD\})\//g, './');
  const inner = line.replace(/\$\{\w+:?[-=+]([^{}]*)\}/g, '$1');
  return inner === line ? line : settled(inner);
}

/** Python modules that `-m` names, dots as slashes: `package/module`. */
export function modulesOf(command: string): string[] {
  const modules = command.matchAll(/\s-m\s*['"]?([\p{L}_][\p{L}\p{N}_.]*)/gu);
  return [...modules].map(([, name = '']) => name.replaceAll('.', '/'));
}

/** The directories that a line enters, and those in which it has Python look for modules: `PYTHONPATH=src:lib`. */
export function directoriesIn(command: string): string[] {
  const line = settled(command);
  const entered = [...line.matchAll(/\bcd\s+['"]?([^\s'"`;&|()<>]+)/g)].map(([, path = '']) => path);
  const lists = [...line.matchAll(/\bPYTHONPATH=['"]?([^\s'"`;&|()<>]+)/g)].map(([, list = '']) => list);
  const paths = [...entered, ...lists.flatMap((list) => list.split(':'))];
  return paths
    .map((path) => path.replace(/^(?:\.\/+)+|\/+$/g, ''))
    .filter((path) => /^[^/.$~][^$]*$/.test(path));
}

/** What a JavaScript runner is given to run: it may be a directory with an index file. */
export function entriesOf(command: string): string[] {
  const entries = command.matchAll(
    /\b(?:node|bun|bun run|tsx|ts-node)\s+(?:-\S*\s+)*['"]?([^\s'"`;&|()<>-][^\s'"`;&|()<>]*)/g,
  );
  return [...entries].map(([, entry = '']) => entry);
}
