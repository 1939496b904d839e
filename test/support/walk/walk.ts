import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unfinishedIn } from '../crash/rows.js';
import { wrongAnswers } from './answers-check.js';
import { wrongEnding } from './ending.js';
import { touchedBystanders, wrongFiles } from './files-check.js';
import { tryGit } from './hand.js';
import { type Look, lookAround, lookAtRest } from './look.js';
import { contentOf, lostContents } from './loss-check.js';
import { begunIn, openSession, type Passage } from './passage.js';
import { type Answers, noAnswers, perform } from './perform.js';
import { wrongCandidates, wrongKeeps, wrongMoves } from './refs-check.js';
import { wrongRows } from './rows-check.js';
import type { Step, Way } from './step.js';
import { beginWalk, closeServers, type WalkState } from './walk-state.js';

/** What was wrong on a walk, and with which step it came; nothing where all was well. */
export interface Stumble {
  /** From 0; the number of steps for what comes after them. */
  readonly at: number;
  readonly complaints: readonly string[];
  readonly trace: readonly string[];
}

/** Go a way to its first wrong step, or to its end. */
export async function goWalk({ steps, isToItsEnd }: Way): Promise<Stumble | undefined> {
  const walk = await beginWalk();
  const trace: string[] = [];
  let before = await lookAround(walk);
  remember(walk, before);
  try {
    for (const [at, step] of steps.entries()) {
      // git would work on files that a run in place has put there.
      if ('hand' in step && !before.isResting) {
        const rested = await rest(walk, before);
        if (rested.complaints.length > 0) return { at, complaints: rested.complaints, trace };
        before = rested.look;
      }
      const { look, complaints, said } = await take(walk, step, before);
      trace.push(said);
      if (complaints.length > 0) return { at, complaints, trace };
      before = look;
    }
    const complaints = await finish(walk, before, isToItsEnd);
    return complaints.length > 0 ? { at: steps.length, complaints, trace } : undefined;
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { at: trace.length, complaints: [words], trace };
  } finally {
    await walk.released;
    await closeServers(walk);
  }
}

async function rest(walk: WalkState, before: Look) {
  const look = await lookAtRest(walk);
  return { look, complaints: compare(walk, before, look, noAnswers) };
}

async function finish(walk: WalkState, before: Look, isToItsEnd: boolean): Promise<string[]> {
  return isToItsEnd ? wrongEnding(walk) : (await rest(walk, before)).complaints;
}

async function take(walk: WalkState, step: Step, before: Look) {
  const { released } = walk;
  const answers = await perform(walk, step);
  // Whatever is held from now on is held during the next step.
  await released;
  const look = await lookAround(walk);
  // What somebody else does with git is not what a server has to answer for.
  if ('hand' in step) remember(walk, look);
  return { look, complaints: compare(walk, before, look, answers), said: summaryOf(answers) };
}

function compare(walk: WalkState, before: Look, look: Look, answers: Answers | undefined): string[] {
  const complaints = [
    ...wrongRows(walk, before, look),
    ...(answers === undefined ? [] : inspect(walk, before, look, answers)),
    ...(look.isResting ? wrongAtRest(walk, look) : []),
  ];
  if (look.isResting) remember(walk, look);
  return complaints;
}

function inspect(walk: WalkState, before: Look, after: Look, answers: Answers): string[] {
  // What was begun, and cut off by a kill, may be finished by whatever call comes next, a refused one as well.
  const isSettled = walk.isSettled && !answers.isKill && unfinishedIn(before.rows).length === 0;
  const isQuiet = isSettled && before.isResting && after.isResting;
  const passage: Passage = { walk, before, after, answers, isQuiet };
  if (answers.isKill || answers.hasTold) walk.isSettled = answers.hasTold;
  noteStarts(passage);
  return [
    ...wrongAnswers(passage),
    ...wrongMoves(passage),
    ...wrongKeeps(walk, passage),
    ...touchedBystanders(passage),
    ...wrongFiles(passage),
    ...lostCommits(passage),
    ...(answers.hasTold && after.isResting && isPutRight(walk, after) ? unfinishedIn(after.rows) : []),
  ];
}

/** Where two sessions have begun in one step, the second has begun where the first stood. */
function noteStarts(passage: Passage): void {
  const { walk, before, after } = passage;
  const bystanders = new Set(before.changed.filter((path) => path !== 'bench.sh'));
  let look = before;
  for (const { id, branch } of begunIn(passage)) {
    walk.starts.set(id, { look, bystanders });
    const commit = after.refs[branch];
    if (commit !== undefined) look = { ...after, head: `ref: ${branch}`, commit, files: before.files };
  }
}

/** What was checked out before a server came is reachable after. */
function lostCommits({ walk: { repository }, before, after }: Passage): string[] {
  if (before.commit === after.commit) return [];
  const held = repository.git('for-each-ref', '--contains', before.commit);
  return held === '' ? [`lost: the commit ${before.commit}`] : [];
}

function wrongAtRest(walk: WalkState, look: Look): string[] {
  // A run is stored before its ref.
  return [...(walk.isSettled ? wrongCandidates(walk, look) : []), ...lostContents(walk, look)];
}

/** Whether HEAD is where the session that is open has left it, or beyond, and nobody is in the middle of anything. */
function isPutRight({ repository: { root } }: WalkState, look: Look): boolean {
  const signs = ['MERGE_HEAD', 'rebase-merge', 'rebase-apply', 'index.lock'];
  if (signs.some((name) => existsSync(join(root, '.git', name)))) return false;
  const open = openSession(look);
  if (open === undefined) return true;
  const isThere = look.head === `ref: ${open.branch}`;
  return isThere && tryGit(root, ['merge-base', '--is-ancestor', open.incumbent_commit, look.commit]);
}

function remember(walk: WalkState, { files }: Look): void {
  walk.standing.clear();
  for (const [path, file] of Object.entries(files)) {
    const content = contentOf(file);
    if (content !== undefined) walk.standing.set(path, content);
  }
}

function summaryOf(answers: Answers | undefined): string {
  if (answers === undefined) return '';
  const { calls, command } = answers;
  const called = calls.map(({ isError, error, fields }) =>
    isError ? `${error?.code}: ${error?.message}` : String(fields.summary),
  );
  return [...called, ...(command === undefined ? [] : [`exit ${command.code}: ${command.text.trim()}`])].join(
    ' | ',
  );
}
