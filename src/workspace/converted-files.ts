import { git, gitLine } from './git.js';
import type { IndexedPlace } from './indexed-place.js';
import { type PathBytes, splitNul } from './path-bytes.js';
import { privateCall } from './snapshot.js';

/** For which files git may write other bytes than it has: those with attributes that say so, or all of them. */
export type Converts = 'none' | 'some' | 'all';

/** A file of an index. */
export interface IndexEntry {
  readonly path: PathBytes;
  /** As git writes it, in octal. */
  readonly mode: string;
  readonly id: string;
}

// Leaves those that have any of the attributes by which git changes what it reads and writes.
const converted = ':(exclude,attr:!text !eol !crlf !filter !ident !working-tree-encoding)';

export async function findConverts(place: IndexedPlace): Promise<Converts> {
  const args = ['config', '--get', 'core.autocrlf'];
  const setting = await gitLine(args, { cwd: place.repository.root, okCodes: [0, 1] });
  if (!/^(|0|no|off|false)$/i.test(setting)) return 'all';
  return (await convertedFiles(place, 'some')).length > 0 ? 'some' : 'none';
}

/** The files of an index that git may change on their way. */
export function convertedFiles(place: IndexedPlace, converts: Converts): Promise<IndexEntry[]> {
  return listIndex(place, converts === 'all' ? [] : ['.', converted]);
}

/** Changes whenever an attributes file of the index does. */
export async function attributesKey(place: IndexedPlace): Promise<string> {
  const files = await listIndex(place, [':(glob)**/.gitattributes']);
  return files.map(({ path, id }) => `${path} ${id}`).join('\0');
}

/** Whether a file says how git reads and writes others. */
export function isAttributesFile(path: PathBytes): boolean {
  return path === '.gitattributes' || path.endsWith('/.gitattributes');
}

async function listIndex(
  { repository, index }: IndexedPlace,
  pathspecs: readonly string[],
): Promise<IndexEntry[]> {
  const call = privateCall(repository, index);
  const env = { ...call.env, GIT_LITERAL_PATHSPECS: '0' };
  const records = splitNul(await git(['ls-files', '-s', '-z', '--', ...pathspecs], { ...call, env }));
  // `<mode> <id> <stage>\t<path>`
  return records.map((record) => {
    const [mode = '', id = ''] = record.split(' ', 2);
    return { path: record.slice(record.indexOf('\t') + 1), mode, id };
  });
}
