import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitList } from '../git-bytes.js';
import { readFiles } from '../worktree-state.js';
import { type Rows, type RunRow, readRows, type SessionRow } from './rows.js';
import type { World } from './world.js';

/** What a repository and a database hold, without what differs from one time to the next. */
export interface Picture {
  /** HEAD, branches with the trees and subjects of their commits, index, and all files with mode and content. */
  readonly repository: Readonly<Record<string, unknown>>;
  /** Sessions that have had a baseline, and their runs; but for runs that were cut off. */
  readonly sessions: readonly unknown[];
}

export function takePicture({ repository: { root }, home }: World): Picture {
  const rows = readRows(home);
  const started = rows.sessions.filter(({ id }) => baselineOf(rows, id)?.verdict === 'baseline');
  const mask = (text: string) =>
    started.reduce((masked, { id }, at) => masked.replaceAll(id, `session-${at}`), text);
  const branches = gitList(root, ['for-each-ref', '--format=%(refname)%00', 'refs/heads', 'refs/tags'])
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return {
    repository: {
      head: mask(readFileSync(join(root, '.git', 'HEAD'), 'utf8').trim()),
      branches: branches.map((name) => [mask(name), gitList(root, ['log', '-z', '--format=%T %s', name])]),
      index: gitList(root, ['ls-files', '-s', '-v', '-z']),
      status: gitList(root, ['status', '--porcelain=v2', '--ignored', '--untracked-files=all', '-z']),
      files: Object.fromEntries(readFiles(root)),
    },
    sessions: started.map(({ id, ...session }) => ({
      ...describedSession(session),
      runs: rows.runs.filter((run) => run.session_id === id && !isCutOff(run)).map(described),
    })),
  };
}

function baselineOf({ runs }: Rows, session: string): RunRow | undefined {
  return runs.find((run) => run.session_id === session && run.number === 0);
}

function isCutOff({ verdict }: RunRow): boolean {
  return verdict === 'interrupted' || verdict === 'cancelled';
}

function describedSession(session: Omit<SessionRow, 'id'>) {
  const { state, isolation, deterministic, incumbent_tree, end_reason, extension } = session;
  return { state, isolation, deterministic, incumbent_tree, end_reason, extension };
}

function described({ state, tree, verdict, evidence, value, can_keep, approval, outcome }: RunRow) {
  return { state, tree, verdict, evidence, value, can_keep, approval, outcome };
}
