import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CallOutcome } from '../connect.js';
import { differencesOf } from '../crash/differences.js';
import { idOf, readRows } from '../crash/rows.js';
import { eventually } from '../eventually.js';
import { processesWith } from '../processes.js';
import { printing, scriptFiles, scriptInit } from '../session.js';
import { actAsAgent } from './agent.js';
import { isPending } from './calls.js';
import { tryGit } from './hand.js';
import { type Look, lookAround, lookAtRest } from './look.js';
import { isIgnored } from './scene.js';
import type { Client } from './step.js';
import { closeServers, serverOf, type WalkState } from './walk-state.js';

const description = 'a try';
const attempts = 14;

/**
 * Wherever a walk has led to: when nobody interferes any more, what the hints say leads back to a candidate that is measured
 * and kept, to the end of the session, and to what was there before it. Then nothing runs and nothing is locked.
 */
export async function wrongEnding(walk: WalkState): Promise<string[]> {
  await lookAtRest(walk);
  // One server begins anew, where none has yet.
  if (!walk.hasKilled) {
    await walk.servers[0]?.close();
    await walk.start(0);
  }
  const run = await untilBetter(walk);
  if (typeof run === 'string') return [run];
  const kept = await callOf(walk, 1, 'log_experiment', {
    run_id: run.runId,
    status: 'keep',
    description,
  });
  if (kept.isError) return [`The last run could not be kept: ${kept.text}`];
  const end = await endSession(walk, run.session);
  if (end !== undefined) return [end];
  const found = await wrongWayBack(walk, run.session);
  return [...found, ...(await leftBehind(walk))];
}

/** Follow the hints until a candidate is better. @returns that, or what is in the way. */
async function untilBetter(walk: WalkState): Promise<{ runId: string; session: string } | string> {
  const told: string[] = [];
  for (let attempt = 0; attempt < attempts; attempt++) {
    walk.repository.write('code.sh', printing(30 - attempt));
    const answer = await callOf(walk, 0, 'run_experiment', { description });
    told.push(
      answer.error === undefined ? answer.text.slice(0, 200) : `${answer.error.code}: ${answer.text}`,
    );
    if (answer.fields.verdict === 'better') {
      return { runId: answer.fields.run_id, session: answer.fields.session_id };
    }
    await putRight(walk, answer);
  }
  return `There is no way on: ${told.slice(-3).join('\n')}`;
}

/** Do what the answer of a call says is to be done. */
async function putRight(walk: WalkState, { error, fields }: CallOutcome): Promise<void> {
  const { repository } = walk;
  switch (error?.code) {
    case undefined:
      await discard(walk, fields.run_id);
      break;
    case 'wrong_branch':
      followHint(walk, error.hint);
      break;
    case 'git_busy':
      for (const operation of ['merge', 'rebase']) tryGit(repository.root, [operation, '--abort']);
      break;
    case 'run_in_progress':
      await callOf(walk, 0, 'run_experiment', { run_id: error.run_id });
      break;
    case 'run_pending': {
      const pending = readRows(walk.home).runs.find(isPending);
      if (pending !== undefined) await discard(walk, idOf(pending));
      break;
    }
    case 'out_of_scope':
      await repent(walk);
      break;
    case 'budget_spent':
      await walk.run(['extend', '--experiments', '20']);
      break;
    default:
      await startAnew(walk);
  }
}

async function callOf(
  walk: WalkState,
  client: Client,
  tool: string,
  args: Readonly<Record<string, unknown>>,
) {
  const server = await serverOf(walk, client);
  return server.call(tool, args);
}

async function discard(walk: WalkState, run_id: unknown): Promise<void> {
  const logged = await callOf(walk, 0, 'log_experiment', { run_id, status: 'discard', description });
  if (logged.isError) await putRight(walk, logged);
}

/** Do what a hint says; files that are in the way of another branch are put aside. */
function followHint({ repository: { root } }: WalkState, hint: string): void {
  const commands = [...hint.matchAll(/`git ([^`]+)`/g)].map(([, words = '']) => words.split(' '));
  const isThere = () => commands.some((command) => tryGit(root, command));
  const ways = [
    ['stash', 'push', '-q'],
    ['stash', 'push', '-q', '-u'],
  ];
  if (!isThere()) ways.some((way) => tryGit(root, way) && isThere());
}

/** Put back what is out of scope; what is a bystander of the session, and its code, asks for another session. */
async function repent(walk: WalkState): Promise<void> {
  const { sessions } = readRows(walk.home);
  const start = walk.starts.get(sessions.at(-1)?.id ?? '');
  if (start === undefined || start.bystanders.has('code.sh')) await startAnew(walk);
  else actAsAgent(walk.repository.root, { agent: 'repent' }, start);
}

async function startAnew(walk: WalkState): Promise<void> {
  // Somebody may have written over the benchmark before any session knew of it.
  walk.repository.write('bench.sh', scriptFiles['bench.sh'] ?? '');
  tryGit(walk.repository.root, ['commit', '-q', '-m', 'The code', '--', 'code.sh']);
  walk.repository.write('code.sh', printing(100));
  tryGit(walk.repository.root, ['commit', '-q', '-m', 'The code', '--', 'code.sh']);
  const before = await lookAround(walk);
  const known = new Set(before.rows.sessions.map(({ id }) => id));
  const init = { ...scriptInit, restart: true, accept_dirty: true };
  const answer = await callOf(walk, 0, 'init_experiment', init);
  if (answer.error?.code === 'git_busy') await putRight(walk, answer);
  const { fields } = answer;
  const bystanders = new Set(before.changed.filter((path) => path !== 'bench.sh'));
  const isNew = typeof fields.session_id === 'string' && !known.has(fields.session_id);
  if (isNew) walk.starts.set(fields.session_id, { look: before, bystanders });
}

async function endSession(walk: WalkState, session_id: string): Promise<string | undefined> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { isError, text } = await callOf(walk, 0, 'end_session', { session_id });
    if (isError) return `The session could not be ended: ${text}`;
    if (readRows(walk.home).sessions.find(({ id }) => id === session_id)?.state === 'ended') return undefined;
  }
  return 'The session does not end.';
}

/** Go back from a session: all is as before it, but for what is nobody's business, which is as it stands. */
async function wrongWayBack(walk: WalkState, session: string): Promise<string[]> {
  const start = walk.starts.get(session);
  if (start === undefined) return [`Nobody has seen ${session} begin.`];
  const before = await lookAtRest(walk);
  const { code, stderr } = await walk.run(['abandon', session]);
  const after = await lookAtRest(walk);
  const branch = start.look.head.replace('ref: ', '');
  const isBaseThere = branch === start.look.commit || before.refs[branch] === start.look.commit;
  if (!isBaseThere) {
    const touched = code === 0 ? ['abandon was not refused'] : differencesOf(before.files, after.files);
    return touched.map((each) => `where the base had gone: ${each}`);
  }
  if (code !== 0) return [`abandon failed: ${stderr}`];
  const isTheirs = (path: string) => start.bystanders.has(path) || isIgnored(path);
  return [
    ...differencesOf(
      {
        head: start.look.head,
        commit: start.look.commit,
        index: start.look.index,
        files: asLeft(own(start.look, isTheirs), before.files, after.files),
      },
      { head: after.head, commit: after.commit, index: after.index, files: own(after, isTheirs) },
    ).map((each) => `not as before the session: ${each}`),
    ...differencesOf(theirs(before, isTheirs), theirs(after, isTheirs)).map((each) => `a bystander: ${each}`),
  ];
}

function own({ files }: Look, isTheirs: (path: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).filter(([path, file]) => file !== 'directory' && !isTheirs(path)),
  );
}

/** A `chmod` that git does not see, of a file that is otherwise as it was, is no change: nobody undoes it. */
function asLeft(
  wanted: Readonly<Record<string, string>>,
  before: Look['files'],
  after: Look['files'],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted).map(([path, file]) => {
      const found = before[path];
      const isSame = found !== undefined && found === after[path] && asGit(found) === asGit(file);
      return [path, isSame ? found : file];
    }),
  );
}

/** `<mode> <content>` of a file, with as much of its mode as git sees. */
function asGit(file: string): string {
  return file.replace(/^\d+ /, (mode) => ((Number.parseInt(mode, 8) & 0o100) === 0 ? 'file ' : 'program '));
}

function theirs({ files }: Look, isTheirs: (path: string) => boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([path]) => isTheirs(path)));
}

async function leftBehind(walk: WalkState): Promise<string[]> {
  await closeServers(walk);
  const living = () => processesWith(walk.variable);
  await eventually('all processes to end', () => living().length === 0).catch(() => undefined);
  const locks = readdirSync(join(walk.repository.root, '.git'), { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.lock'),
  );
  return [
    ...living().map((line) => `still running: ${line}`),
    ...locks.map((path) => `still locked: ${path}`),
  ];
}
