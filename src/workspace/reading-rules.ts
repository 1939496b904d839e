import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git, gitLine } from './git.js';
import { displayPath, filePath, type PathBytes, splitNul } from './path-bytes.js';
import type { Repository } from './repository.js';
import { statOf } from './stat-of.js';

/**
 * What decides how git reads and writes files and that no commit holds, by name: settings from wherever they come, and
 * the attributes of the repository and of the user. Whoever may change these can hide an edit from every snapshot: a
 * filter that gives git the old content, modes that are not compared, another working directory, a submodule's directory
 * without the submodule.
 */
export type ReadingRules = Readonly<Record<string, string>>;

const settings = [
  'core\\.(worktree|filemode|symlinks|ignorecase|precomposeunicode|checkstat|trustctime|untrackedcache)',
  'core\\.(autocrlf|eol|attributesfile|bare)',
  'filter\\..*',
  'submodule\\..*\\.ignore',
  'diff\\.ignoresubmodules',
];

export async function readingRules(repository: Repository): Promise<ReadingRules> {
  const [configured, unread, ours, users] = await Promise.all([
    readSettings(repository),
    unreadSubmodules(repository),
    digest(join(repository.commonDir, 'info', 'attributes')),
    usersAttributes(repository).then(digest),
  ]);
  return {
    ...configured,
    ...unread,
    ...named('info/attributes', ours),
    ...named('the global attributes file', users),
  };
}

/** Names of the rules that are not the same in both. */
export function changedRules(before: ReadingRules, now: ReadingRules): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => before[name] !== now[name]).sort();
}

async function readSettings(repository: Repository): Promise<ReadingRules> {
  const args = ['config', '-z', '--get-regexp', `^(${settings.join('|')})$`];
  const output = await git(args, { cwd: repository.root, okCodes: [0, 1] });
  const records = output.toString('utf8').split('\0').slice(0, -1);
  return Object.fromEntries(
    records.map((record) => {
      const [name = '', ...value] = record.split('\n');
      return [name, value.join('\n')];
    }),
  );
}

/** Submodules with a directory that is not checked out: git takes these for unchanged, whatever is in them. */
async function unreadSubmodules({ root }: Repository): Promise<ReadingRules> {
  const args = ['config', '-z', '--blob=HEAD:.gitmodules', '--get-regexp', '\\.path$'];
  const records = splitNul(await git(args, { cwd: root, okCodes: [0, 1, 3, 128] }));
  const paths = records.map((record) => record.slice(record.indexOf('\n') + 1));
  const isUnread = (path: PathBytes) =>
    statOf(filePath(root, path))?.isDirectory() === true &&
    statOf(filePath(root, `${path}/.git`)) === undefined;
  return Object.fromEntries(
    paths.filter(isUnread).map((path) => [`the submodule ${displayPath(path)}`, 'not checked out']),
  );
}

async function usersAttributes(repository: Repository): Promise<string> {
  const configured = await gitLine(['config', '--type=path', '--get', 'core.attributesFile'], {
    cwd: repository.root,
    okCodes: [0, 1],
  });
  const home = process.env.XDG_CONFIG_HOME || join(process.env.HOME ?? '/', '.config');
  return configured || join(home, 'git', 'attributes');
}

/** Undefined for a file that says nothing. */
async function digest(path: string): Promise<string | undefined> {
  const content = await readFile(path).catch(() => Buffer.alloc(0));
  return content.length === 0 ? undefined : createHash('sha256').update(content).digest('hex');
}

function named(name: string, value: string | undefined): ReadingRules {
  return value === undefined ? {} : { [name]: value };
}
