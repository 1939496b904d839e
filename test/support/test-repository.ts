import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryDirectory } from './temporary.js';

/** A real git repository for one test. */
export interface TestRepository {
  readonly root: string;
  /** Run git there; the output without the last newline. */
  readonly git: (...args: string[]) => string;
  readonly write: (path: string, content: string, mode?: number) => void;
  readonly read: (path: string) => string;
  readonly remove: (path: string) => void;
  /** Add everything and commit. */
  readonly commit: (message: string) => string;
}

/** Files by path. */
export type Files = Readonly<Record<string, string>>;

/** Make a repository whose first commit holds some files. */
export function makeRepository(
  files: Files,
  options: { branch?: string; directory?: string } = {},
): TestRepository {
  const root = options.directory ?? temporaryDirectory();
  mkdirSync(root, { recursive: true });
  const repository = openTestRepository(root);
  repository.git('init', '-q', '-b', options.branch ?? 'main');
  repository.git('config', 'user.name', 'Test User');
  repository.git('config', 'user.email', 'test@example.org');
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  repository.commit('Start');
  return repository;
}

/** Work with a repository that is there already, such as a linked worktree. */
export function openTestRepository(root: string): TestRepository {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).replace(
      /\n$/,
      '',
    );
  return {
    root,
    git,
    write: (path, content, mode) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
      if (mode !== undefined) chmodSync(join(root, path), mode);
    },
    read: (path) => readFileSync(join(root, path), 'utf8'),
    remove: (path) => rmSync(join(root, path), { recursive: true }),
    commit: (message) => {
      git('add', '-A');
      git('commit', '-q', '-m', message);
      return git('rev-parse', 'HEAD');
    },
  };
}
