import { gitBytes, gitList } from '../git-bytes.js';
import type { Rows, RunRow } from './rows.js';
import type { World } from './world.js';

/** Every run has the ref that holds its candidate, and every such ref has a run; every session has its branch. */
export function wrongRefs({ repository: { root } }: World, rows: Rows): string[] {
  return [...wrongCandidates(root, rows), ...wrongBranches(root, rows)];
}

// What was saved for the user, and what lasts as long as a run.
const others = /^refs\/autoresearch\/[^/]+\/(?:edits\/|commits\/|unseen\/displaced )/;

/** A session that is pruned was to lose its refs: some may have gone. */
function wrongCandidates(root: string, { runs, pruned }: Rows): string[] {
  const refs = new Set(readRefs(root, 'refs/autoresearch'));
  const wanted = runs.filter(({ session_id }) => !pruned.includes(session_id)).flatMap(refsOf);
  const known = new Set(runs.flatMap(refsOf));
  const strange = [...refs].filter((ref) => !known.has(ref) && !others.test(ref));
  return [
    ...wanted.filter((ref) => !refs.has(ref)).map((ref) => `${ref} is missing`),
    ...strange.map((ref) => `${ref} has no run`),
  ];
}

/** Refs of a run, with their objects. */
function refsOf({ session_id, number, candidate_commit, unseen_commit }: RunRow): string[] {
  const prefix = `refs/autoresearch/${session_id}`;
  return [
    `${prefix}/${number} ${candidate_commit}`,
    ...(unseen_commit === null ? [] : [`${prefix}/unseen/${number} ${unseen_commit}`]),
  ];
}

function wrongBranches(root: string, { sessions, runs }: Rows): string[] {
  const heads = readRefs(root, 'refs/heads/autoresearch').map((each) => each.split(' '));
  const branches = new Map(heads.map(([name = '', commit = '']) => [name, commit]));
  const begun = new Set(runs.filter(isBaseline).map(({ session_id }) => session_id));
  const wanted = sessions.filter(({ id }) => begun.has(id));
  const known = new Set(wanted.map(({ branch }) => branch));
  return [
    ...wanted
      .filter(({ branch, incumbent_commit: of }) => !leadsTo(root, branches.get(branch), of))
      .map(({ branch }) => `${branch} does not lead to the incumbent`),
    ...[...branches.keys()].filter((name) => !known.has(name)).map((name) => `${name} is nobody's`),
  ];
}

/** An agent may have made commits of its own, until its run is logged. */
function leadsTo(root: string, head: string | undefined, incumbent: string): boolean {
  if (head === undefined || head === incumbent) return head !== undefined;
  return gitBytes(root, ['merge-base', incumbent, head]).trim() === incumbent;
}

function isBaseline({ number, verdict }: RunRow): boolean {
  return number === 0 && verdict === 'baseline';
}

function readRefs(root: string, below: string): string[] {
  const records = gitList(root, ['for-each-ref', '--format=%(refname) %(objectname)%00', below]);
  return records.map((record) => record.trim()).filter((record) => record !== '');
}
