import { spawnSync } from 'node:child_process';

/** Settings and environment of one call of {@link gitBytes}. */
export interface GitBytesOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are an answer. Default: 0 only. */
  readonly okCodes?: readonly number[];
}

// The tests look at a repository without touching its index, and edit it without its hooks.
const settings = ['-c', 'core.hooksPath=/dev/null', '-c', 'commit.gpgSign=false', '-c', 'gc.auto=0'];

/** Run git for a test. Input and output are bytes, one character of a string each: names need not be UTF-8. */
export function gitBytes(root: string, args: readonly string[], options: GitBytesOptions = {}): string {
  const { status, stdout, stderr } = spawnSync('git', [...settings, ...args], {
    cwd: root,
    encoding: 'latin1',
    input: Buffer.from(options.input ?? '', 'latin1'),
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', ...options.env },
    maxBuffer: 100_000_000,
  });
  if (!(options.okCodes ?? [0]).includes(status ?? -1)) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** As {@link gitBytes}, for a single line. */
export function gitLine(root: string, ...args: string[]): string {
  return gitBytes(root, args).trim();
}

/** NUL-separated output as a list. */
export function gitList(root: string, args: readonly string[], options?: GitBytesOptions): string[] {
  return gitBytes(root, args, options)
    .split('\0')
    .filter((record) => record !== '');
}

/** The bytes of a text, one character each. */
export function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** A path of bytes below a directory, as node's file system functions take it. */
export function at(root: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')]);
}
