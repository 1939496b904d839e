import { idOf, type RunRow } from '../crash/rows.js';
import { gitLine } from '../git-bytes.js';
import { treeToKeep } from '../restore-expectations.js';
import { readTree } from '../worktree-state.js';
import type { Look } from './look.js';
import { begunIn, hasAbandoned, loggedIn, openSession, type Passage } from './passage.js';
import type { WalkState } from './walk-state.js';

/** Every run's candidate is reachable under its own name, when nobody is about to make it so. */
export function wrongCandidates({ repository: { root } }: WalkState, { rows, refs }: Look): string[] {
  return rows.runs.flatMap((run) => {
    const ref = `refs/autoresearch/${run.session_id}/${run.number}`;
    if (refs[ref] !== run.candidate_commit) return [`${ref} is ${refs[ref] ?? 'missing'}`];
    const tree = gitLine(root, 'rev-parse', `${run.candidate_commit}^{tree}`);
    return tree === run.tree ? [] : [`${ref} holds ${tree}, and not ${run.tree}`];
  });
}

/** What servers do to HEAD and refs: they move a session's branch to its incumbent, and otherwise only add. */
export function wrongMoves(passage: Passage): string[] {
  const { before, after } = passage;
  const names = new Set([...Object.keys(before.refs), ...Object.keys(after.refs)]);
  const moved = [...names].filter((name) => before.refs[name] !== after.refs[name]);
  return [
    ...moved.filter((name) => !mayMove(name, passage)).map((name) => movedWords(name, before, after)),
    ...(before.head === after.head || mayTurn(passage)
      ? []
      : [`HEAD turned from ${before.head} to ${after.head}`]),
    ...loggedIn(passage).flatMap(({ run, wasPending }) => {
      const session = after.rows.sessions.find(({ id }) => id === run.session_id);
      const isThere = session !== undefined && after.refs[session.branch] === session.incumbent_commit;
      return !wasPending || isThere
        ? []
        : [`the branch is not at the incumbent after ${idOf(run)} was logged`];
    }),
  ];
}

function movedWords(name: string, before: Look, after: Look): string {
  return `${name} moved from ${before.refs[name] ?? 'nothing'} to ${after.refs[name] ?? 'nothing'}`;
}

function mayMove(name: string, { before, after }: Passage): boolean {
  const to = after.refs[name];
  if (name.startsWith('refs/heads/autoresearch/')) {
    const session = after.rows.sessions.find(({ branch }) => branch === name);
    if (session === undefined) return false;
    // A session that never had a baseline is undone.
    if (to === undefined) return session.state === 'ended' && !hasBaseline(after, session.id);
    return to === session.incumbent_commit || isIntended(to, session.id, after);
  }
  if (!name.startsWith('refs/autoresearch/')) return false;
  return before.refs[name] === undefined || name.endsWith('/unseen/displaced');
}

/** Whether a keep that was cut off by a kill wants the branch to be there. */
function isIntended(commit: string, session: string, { rows }: Look): boolean {
  return rows.runs.some((run) => run.session_id === session && run.intention?.includes(commit) === true);
}

function hasBaseline({ rows }: Look, session: string): boolean {
  return rows.runs.some(
    (run) => run.session_id === session && run.number === 0 && run.verdict === 'baseline',
  );
}

/** HEAD goes to a new session's branch, and back from one that does not come about or that is abandoned. */
function mayTurn(passage: Passage): boolean {
  const { before, after } = passage;
  const open = openSession(after);
  const wasStarting = before.rows.sessions.some(({ state }) => state === 'starting');
  const hasBegun = wasStarting || begunIn(passage).length > 0;
  return hasAbandoned(passage) || (hasBegun && (open === undefined || after.head === `ref: ${open.branch}`));
}

/** What is kept is what was measured, less what was nobody's business. */
export function wrongKeeps({ repository: { root }, starts }: WalkState, passage: Passage): string[] {
  const kept = loggedIn(passage).filter(({ run }) => run.outcome === 'kept');
  return kept.flatMap(({ run }) => {
    const start = starts.get(run.session_id);
    const isRight = start !== undefined && isKeptRight(root, run, start.look.commit, start.bystanders);
    return isRight ? [] : [`${idOf(run)} was kept as something else than what was measured`];
  });
}

function isKeptRight(root: string, run: RunRow, base: string, bystanders: ReadonlySet<string>): boolean {
  const measured = [...readTree(root, run.tree)].sort(([a], [b]) => (a < b ? -1 : 1));
  const wanted = treeToKeep(new Map(measured), bystanders, readTree(root, base));
  const found = readTree(root, run.kept_commit ?? '');
  return wanted.size === found.size && [...wanted].every(([path, entry]) => found.get(path) === entry);
}
