import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { temporaryDirectory } from './temporary.js';

/** Where the project is checked out. */
export const checkoutRoot = join(import.meta.dirname, '../..');

const packed = z.tuple([z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })]);

/** What is built is packed as it is, and not built again: other tests use it meanwhile. */
function npmPack(...options: string[]) {
  const args = ['pack', '--json', '--ignore-scripts', ...options];
  const stdio = ['ignore' as const, 'pipe' as const, 'ignore' as const];
  return packed.parse(
    JSON.parse(execFileSync('npm', args, { cwd: checkoutRoot, encoding: 'utf8', stdio })),
  )[0];
}

/** Paths of the files that would be published, relative to the package. */
export function packedFiles(): readonly string[] {
  return npmPack('--dry-run').files.map(({ path }) => path);
}

/** The path of a tarball as it would be published. It goes away with the test. */
export function packTarball(): string {
  const directory = temporaryDirectory();
  return join(directory, npmPack('--pack-destination', directory).filename);
}

/** `package.json`, as far as it says what is published. */
export const manifest = z
  .object({
    name: z.string(),
    version: z.string(),
    mcpName: z.string(),
    bin: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(join(checkoutRoot, 'package.json'), 'utf8')));
