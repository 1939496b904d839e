import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Refusal } from '../../src/errors.js';

/** A directory with the given files; it goes when the test ends. Scripts named in `executable` get their bit. */
export async function sessionDirectory(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  executable: readonly string[] = [],
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'autoresearch-config-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    await chmod(path, executable.includes(name) ? 0o755 : 0o644);
  }
  return directory;
}

/** The refusal that a promise rejects with; anything else fails the test. */
export async function refusalOf(promise: Promise<unknown>): Promise<Refusal> {
  const result = await promise.then(
    (value) => new Error(`Not refused, but answered ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (result instanceof Refusal) return result;
  throw result;
}

/** The least that a session needs. */
export const least = { metric_name: 'ms', direction: 'lower', command: './bench' } as const;
