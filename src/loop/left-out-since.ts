import { Refusal } from '../errors.js';
import type { Session } from '../store/session.js';
import { existing } from '../workspace/exists.js';
import { readMarks } from '../workspace/index-marks.js';
import { readOddEntries } from '../workspace/odd-entries.js';
import { displayPath, type PathBytes } from '../workspace/path-bytes.js';
import { privateCall } from '../workspace/snapshot.js';
import { isAsLeft } from '../workspace/user-index.js';
import type { App } from './app.js';
import { workspaceOf } from './session-workspace.js';
import { shellWord } from './shell-word.js';
import { namedFiles } from './shown-text.js';
import { userIndexOf } from './user-index-of.js';

/**
 * See that nobody has made the checkout sparser than the session knows it. A file that is left out is not deleted, but to
 * a snapshot that counts on it, it looks like that.
 *
 * @throws Refusal `dirty_worktree`, with nothing touched.
 */
export async function assertNoneLeftOut(app: App, session: Session): Promise<void> {
  const missing = await leftOutSince(app, session);
  const [path] = missing;
  if (path === undefined) return;
  const { names, files } = namedFiles(missing.map(displayPath));
  const word = shellWord(displayPath(path));
  throw new Refusal(
    'dirty_worktree',
    `The working directory leaves files out that the session counts on (a sparse checkout, or a skip-worktree mark): ${names}.`,
    `Bring them back: \`git sparse-checkout disable\`; or for each \`git update-index --no-skip-worktree ${word} && git restore ${word}\`, without the second where it is to be deleted. Then call again; or call init_experiment with restart: true to start without them.`,
    { files },
  );
}

async function leftOutSince(app: App, session: Session): Promise<PathBytes[]> {
  const { repository, index, skipped } = workspaceOf(app, session);
  if (skipped.length === 0 && (await isAsLeft(repository))) return [];
  const marked = (await readOddEntries(repository)).leftOut;
  if (marked.length === 0) return [];
  // Of a file that was marked at the start and there all the same, git sees what becomes of it.
  const out = new Set((await userIndexOf(app, session)).leftOut);
  const standing = skipped.filter((path) => !out.has(path));
  const known = (await readMarks(privateCall(repository, index))).skipWorktree;
  const passed = new Set([...standing, ...known]);
  const counted = marked.filter((path) => !passed.has(path));
  const there = new Set(await existing(repository.root, counted));
  return counted.filter((path) => !there.has(path));
}
