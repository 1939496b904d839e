import { execa } from 'execa';

/** Where and how one git command runs. */
export interface GitCall {
  /** Working directory of the command. */
  readonly cwd: string;
  /** Written to standard input; many commands take NUL-separated records there. */
  readonly input?: Buffer | string;
  /** Additions to the allow-listed environment, such as GIT_INDEX_FILE. */
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are an answer, not a failure. Default: 0 only. */
  readonly okCodes?: readonly number[];
  readonly signal?: AbortSignal;
}

/** A git command that did not do what it was asked. */
export class GitFailure extends Error {
  override readonly name = 'GitFailure';

  constructor(
    readonly args: readonly string[],
    readonly exitCode: number | undefined,
    readonly stderr: string,
  ) {
    super(`git ${args.join(' ').slice(0, 200)} failed (${exitCode ?? 'no exit code'}): ${stderr.trim()}`);
  }
}

// Anything else in the user's environment (GIT_DIR, GIT_INDEX_FILE, GIT_WORK_TREE, …) could send a command to
// another repository than the one we were asked about.
const passedOn = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'XDG_CONFIG_HOME',
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_EXEC_PATH',
  // Where Git LFS left out what it stands for, it is to leave that out of the arms, too.
  'GIT_LFS_SKIP_SMUDGE',
];

// Settings that would run other people's programs, or make a plumbing command mean something else.
const overrides = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.splitIndex=false',
  'core.sparseCheckout=false',
  'core.safecrlf=false',
  // It would mark whatever git writes as never to be looked at again.
  'core.ignoreStat=false',
  'core.quotePath=false',
  'index.sparse=false',
  'submodule.recurse=false',
  'add.ignoreErrors=false',
  'gc.auto=0',
  // Somebody else's git may be at work; by default a ref is waited for no longer than a tenth of a second.
  'core.filesRefLockTimeout=3000',
  'core.packedRefsTimeout=3000',
];
const overrideArgs = overrides.flatMap((setting) => ['-c', setting]);

function environment(extra: GitCall['env']): Record<string, string> {
  const env: Record<string, string> = {
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    // A tree is what it was, whatever `git replace` would put in its place.
    GIT_NO_REPLACE_OBJECTS: '1',
    AUTORESEARCH_MARK: gitMark(process.pid),
  };
  for (const name of passedOn) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return { ...env, ...extra };
}

/**
 * The value of the mark by which the git commands of one server are still known when the server is gone.
 *
 * @param pid the server's process.
 */
export function gitMark(pid: number): string {
  return `git-of-${pid}-`;
}

/**
 * Run git for everything that writes or must be exact.
 *
 * @returns standard output, as bytes: file names are bytes, not text.
 * @throws GitFailure on any exit code outside `okCodes`, and on a missing one (killed by a signal is not success).
 */
export async function git(args: readonly string[], call: GitCall): Promise<Buffer> {
  const result = await execa('git', [...overrideArgs, ...args], optionsOf(call));
  assertDone(args, call, result);
  return Buffer.from(result.stdout);
}

/**
 * As {@link git}, for output of any size: it is handed on as it comes and never held as a whole.
 *
 * @param take waited for before the next part comes.
 */
export async function gitStream(
  args: readonly string[],
  call: GitCall,
  take: (part: Buffer) => Promise<void> | void,
): Promise<void> {
  const child = execa('git', [...overrideArgs, ...args], { ...optionsOf(call), buffer: { stdout: false } });
  for await (const part of child.iterable({ binary: true })) await take(Buffer.from(part));
  assertDone(args, call, await child);
}

function optionsOf(call: GitCall) {
  return {
    cwd: call.cwd,
    env: environment(call.env),
    extendEnv: false,
    encoding: 'buffer',
    stripFinalNewline: false,
    reject: false,
    // The list of a large repository's files is no flood.
    maxBuffer: Number.POSITIVE_INFINITY,
    // A git that is writing is left to finish, also when the server exits.
    cleanup: false,
    ...(call.input === undefined ? { stdin: 'ignore' as const } : { input: call.input }),
    ...(call.signal === undefined ? {} : { cancelSignal: call.signal }),
  } as const;
}

interface Ended {
  readonly exitCode?: number | undefined;
  readonly stderr: Uint8Array;
  readonly originalMessage?: string | undefined;
}

function assertDone(args: readonly string[], call: GitCall, ended: Ended): void {
  const { exitCode, originalMessage } = ended;
  if (exitCode !== undefined && (call.okCodes ?? [0]).includes(exitCode)) return;
  const stderr = Buffer.from(ended.stderr).toString('utf8') || (originalMessage ?? '');
  throw new GitFailure(args, exitCode, stderr);
}

/** As {@link git}, for output that is one line of text, such as an object id. */
export async function gitLine(args: readonly string[], call: GitCall): Promise<string> {
  return (await git(args, call)).toString('utf8').trim();
}
