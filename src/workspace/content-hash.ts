import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readlink, realpath } from 'node:fs/promises';

const atOnce = 32;
const mostKnown = 200_000;
// A change within the same tick of the kernel's clock, 10 ms at most, leaves the times as they are.
const tickNanoseconds = 100_000_000n;

interface Known {
  readonly fingerprint: string;
  readonly hash: string;
}

// What a file held the last time. Its change time cannot be set back: while it stays, so does the content.
const known = new Map<string, Known>();

/**
 * A hash of what stands at each of some paths: kind, executable bit and content, or that nothing is there. A file that
 * was not touched since is not read again.
 *
 * @param follows whether what a link leads to counts, too.
 */
export async function hashesOf(paths: readonly Buffer[], follows: boolean): Promise<string[]> {
  const hashes: string[] = [];
  for (let at = 0; at < paths.length; at += atOnce) {
    const some = paths.slice(at, at + atOnce);
    hashes.push(...(await Promise.all(some.map((path) => hashOf(path, follows)))));
  }
  return hashes;
}

async function hashOf(path: Buffer, follows: boolean): Promise<string> {
  const found = await lstat(path, { bigint: true }).catch(() => undefined);
  if (found === undefined) return 'absent';
  if (found.isSymbolicLink()) return linkHash(path, follows);
  if (!found.isFile()) return found.isDirectory() ? 'directory' : 'special';
  const key = path.toString('latin1');
  const fingerprint = `${found.dev} ${found.ino} ${found.mode} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`;
  const before = known.get(key);
  if (before?.fingerprint === fingerprint) return before.hash;
  const isExecutable = (found.mode & 0o100n) !== 0n;
  const hash = digest(`${isExecutable ? 'program' : 'file'} ${await contentHash(path)}`);
  const isSettled = BigInt(Date.now()) * 1_000_000n - found.ctimeNs > tickNanoseconds;
  known.delete(key);
  if (isSettled) known.set(key, { fingerprint, hash });
  if (known.size > mostKnown) known.clear();
  return hash;
}

async function linkHash(path: Buffer, follows: boolean): Promise<string> {
  const target = (await readlink(path, 'buffer').catch(() => Buffer.of())).toString('latin1');
  const end = follows ? await realpath(path, 'buffer').catch(() => undefined) : undefined;
  return digest(`link ${target} ${end === undefined ? '' : await hashOf(end, false)}`);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function contentHash(path: Buffer): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk);
    return hash.digest('hex');
  } catch {
    return 'unreadable'; // or gone since
  }
}
