import { join } from 'node:path';
import { type Bystander, indexRecord } from './bystanders.js';
import { fingerprint } from './fingerprint.js';
import { git } from './git.js';
import { joinNul } from './path-bytes.js';
import type { Repository } from './repository.js';

// What this process last made of each index: as long as nobody writes it, it needs no second time.
const settled = new Map<string, { readonly commit: string; readonly fingerprint: string | undefined }>();

/**
 * Bring the user's index to a commit, with nothing staged but what was staged when the session began. Files are not
 * touched. Entries that stay the same keep their stat data and flags.
 */
export async function resetUserIndex(
  repository: Repository,
  commit: string,
  bystanders: readonly Bystander[],
): Promise<void> {
  const path = join(repository.gitDir, 'index');
  const present = await fingerprint(path);
  const last = settled.get(path);
  if (last?.commit === commit && present !== undefined && last.fingerprint === present) return;
  await reset(repository, commit, bystanders);
  settled.set(path, { commit, fingerprint: await fingerprint(path) });
}

async function reset(
  repository: Repository,
  commit: string,
  bystanders: readonly Bystander[],
): Promise<void> {
  const cwd = repository.root;
  await git(['read-tree', '--reset', commit], { cwd });
  const staged = bystanders.flatMap(({ path, staged }) =>
    staged === undefined ? [] : [indexRecord(path, staged)],
  );
  if (staged.length > 0) await git(['update-index', '-z', '--index-info'], { cwd, input: joinNul(staged) });
  const intended = bystanders.filter((each) => each.intentToAdd).map((each) => each.path);
  if (intended.length === 0) return;
  await git(['add', '-N', '-f', '--pathspec-from-file=-', '--pathspec-file-nul'], {
    cwd,
    input: joinNul(intended),
  });
}
