import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { commandLine } from '../support/command-line.js';
import { connect } from '../support/connect.js';
import { printing, type StartedSession, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository, openTestRepository, type TestRepository } from '../support/test-repository.js';

const description = 'a try';

/** A session whose run 1 was kept. */
async function startKept(): Promise<StartedSession> {
  const session = await startSession({ kind: 'new' });
  await session.settle(printing(90), 'keep');
  return session;
}

/** What somebody does between two calls, what a call answers then, and how it is put right. */
const hands: readonly [
  what: string,
  disturb: (repository: TestRepository) => void,
  refusal: { code: string; says: RegExp },
  repair: (repository: TestRepository, hint: string) => void,
][] = [
  [
    'a kept commit is amended',
    ({ git }) => git('commit', '-q', '--amend', '-m', 'better words'),
    { code: 'wrong_branch', says: /was rewritten/ },
    runHint,
  ],
  [
    'the branch is reset to before the keep',
    ({ git }) => git('reset', '-q', '--hard', 'HEAD~1'),
    { code: 'wrong_branch', says: /was rewritten/ },
    runHint,
  ],
  [
    'the branch is rebased',
    ({ git }) => {
      git('stash', '-q');
      git('-c', 'user.name=Somebody', 'rebase', '-q', '--force-rebase', 'HEAD~1');
      git('stash', 'pop', '-q');
    },
    { code: 'wrong_branch', says: /was rewritten/ },
    runHint,
  ],
  [
    'a rebase stops in the middle',
    ({ git, write }) => {
      git('stash', '-q');
      git('switch', '-q', '-c', 'theirs', 'HEAD~1');
      write('code.sh', printing(70));
      git('commit', '-q', '-a', '-m', 'Theirs');
      git('switch', '-q', '-');
      expect(() => git('rebase', '-q', 'theirs')).toThrow();
    },
    { code: 'git_busy', says: /a rebase/ },
    ({ git }) => {
      git('rebase', '--abort');
      git('stash', 'pop', '-q');
    },
  ],
  [
    'another branch is checked out',
    ({ git }) => {
      git('stash', '-q');
      git('switch', '-q', 'main');
    },
    { code: 'wrong_branch', says: /but main is checked out/ },
    ({ git }, hint) => {
      runHint({ git }, hint);
      git('stash', 'pop', '-q');
    },
  ],
  [
    'the branch is deleted',
    ({ git }) => {
      const branch = git('symbolic-ref', '--short', 'HEAD');
      git('stash', '-q');
      git('switch', '-q', 'main');
      git('branch', '-q', '-D', branch);
    },
    { code: 'wrong_branch', says: /but main is checked out/ },
    ({ git }, hint) => {
      const [bringBack] = /git branch \S+ [0-9a-f]+/.exec(hint) ?? [''];
      git(...bringBack.split(' ').slice(1));
      runHint({ git }, hint);
      git('stash', 'pop', '-q');
    },
  ],
  [
    'the edits are stashed',
    ({ git }) => git('stash', '-q'),
    { code: 'unchanged', says: /byte for byte/ },
    ({ git }) => git('stash', 'pop', '-q'),
  ],
  [
    'edits that are popped from the stash are in conflict',
    (repository) => conflict(repository),
    { code: 'git_busy', says: /in conflict in .*: code\.sh/ },
    ({ git }) => {
      git('checkout', '-q', '--ours', 'code.sh');
      git('add', 'code.sh');
      git('stash', 'drop', '-q');
    },
  ],
  [
    'a sequence of cherry-picks waits between two of them',
    ({ git, write, commit }) => {
      git('stash', '-q');
      git('switch', '-q', '-c', 'theirs', 'HEAD~1');
      for (const value of [70, 60]) {
        write('code.sh', printing(value));
        commit(`Theirs, ${value}`);
      }
      git('switch', '-q', '-');
      expect(() => git('cherry-pick', 'theirs~1', 'theirs')).toThrow();
      write('code.sh', printing(75));
      commit('Resolved');
    },
    { code: 'git_busy', says: /a sequence of cherry-picks/ },
    ({ git }) => {
      git('cherry-pick', '--quit');
      git('stash', 'drop', '-q');
    },
  ],
  [
    'the checkout is made sparse',
    ({ git }) => git('sparse-checkout', 'set', '--no-cone', '/*', '!/bench.sh'),
    { code: 'dirty_worktree', says: /counts on .*: bench\.sh/ },
    runHint,
  ],
  [
    'a file is marked and removed',
    ({ git, remove }) => {
      git('update-index', '--skip-worktree', 'bench.sh');
      remove('bench.sh');
    },
    { code: 'dirty_worktree', says: /counts on .*: bench\.sh/ },
    ({ git }, hint) => {
      const [, mark = '', restore = ''] = /`git (update-index [^`]*) && git ([^`]*)`/.exec(hint) ?? [];
      for (const command of [mark, restore]) git(...command.split(' '));
    },
  ],
  [
    'a git was killed while it held the index',
    ({ root }) => writeFileSync(join(root, '.git/index.lock'), ''),
    { code: 'git_busy', says: /index\.lock exists/ },
    ({ root }) => rmSync(join(root, '.git/index.lock')),
  ],
];

/** Leave a conflict of code.sh behind that belongs to no operation. */
function conflict({ git, write }: TestRepository): void {
  git('stash', '-q');
  write('code.sh', printing(75));
  git('commit', '-q', '-a', '-m', 'By hand');
  expect(() => git('stash', 'pop', '-q')).toThrow();
}

/** Do what the first command in backquotes of a hint says. */
function runHint({ git }: Pick<TestRepository, 'git'>, hint: string): void {
  const [, command = ''] = /`git ([^`]+)`/.exec(hint) ?? [];
  git('-c', 'advice.detachedHead=false', ...command.split(' '));
}

test.each(hands)('%s: it is noticed, nothing is touched, and put right it goes on', async (_, ...hand) => {
  const [disturb, { code, says }, repair] = hand;
  const { repository, server, log } = await startKept();
  repository.write('code.sh', printing(80));
  disturb(repository);
  const before = pictureOf(repository);
  const error = await server.refused('run_experiment', { description });
  expect(error).toMatchObject({ code });
  expect(error.message).toMatch(says);
  expect(pictureOf(repository)).toEqual(before);
  expect(await server.ok('get_status')).toMatchObject({ session: { state: 'active' } });
  repair(repository, error.hint);
  repository.write('code.sh', printing(80));
  const run = await server.ok('run_experiment', { description });
  expect(run).toMatchObject({ verdict: 'better', metric: { incumbent: 90, candidate: 80 } });
  await log(run, 'keep');
  expect(repository.git('status', '--porcelain')).toBe('');
});

test('a kept or discarded run is not logged on a branch that was rewritten meanwhile', async () => {
  const { repository, server, attempt, log } = await startKept();
  const run = await attempt(printing(80));
  repository.git('commit', '-q', '--amend', '-m', 'better words');
  const before = pictureOf(repository);
  const refuse = (status: string) =>
    server.refused('log_experiment', { run_id: run.run_id, status, description });
  for (const status of ['keep', 'discard']) {
    expect(await refuse(status)).toMatchObject({ code: 'wrong_branch' });
    expect(pictureOf(repository)).toEqual(before);
  }
  runHint(repository, (await refuse('keep')).hint);
  expect(await log(run, 'keep')).toMatchObject({ outcome: 'kept' });
});

test('with files in conflict, or left out since, no run is logged', async () => {
  const { repository, server, started, attempt, log } = await startKept();
  const run = await attempt(printing(80));
  const refused = async (code: string) => {
    const before = pictureOf(repository);
    for (const status of ['keep', 'discard']) {
      const wish = { run_id: run.run_id, status, description };
      expect(await server.refused('log_experiment', wish)).toMatchObject({ code });
      expect(pictureOf(repository)).toEqual(before);
    }
  };
  repository.git('update-index', '--skip-worktree', 'bench.sh');
  repository.remove('bench.sh');
  await refused('dirty_worktree');
  repository.git('update-index', '--no-skip-worktree', 'bench.sh');
  repository.git('restore', 'bench.sh');
  conflict(repository);
  await refused('git_busy');
  const before = pictureOf(repository);
  const terminal = { home: server.home, directory: repository.root };
  const { code, stderr } = await commandLine(['abandon', started.session_id], terminal);
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('in conflict') });
  expect(pictureOf(repository)).toEqual(before);
  repository.git('checkout', '-q', '--theirs', 'code.sh');
  repository.git('add', 'code.sh');
  expect(await log(run, 'keep')).toMatchObject({ outcome: 'kept', edited_since: [] });
});

test('commits by hand are part of the candidate, and named', async () => {
  const { repository, attempt } = await startKept();
  repository.write('code.sh', `${printing(90)}: by hand\n`);
  const commit = repository.commit('By hand');
  const run = await attempt(`${printing(80)}: by hand\n`);
  expect(run.notes.join()).toContain(`the commit ${commit.slice(0, 12)} "By hand"`);
});

test.each(['keep', 'discard'] as const)(
  'commits by hand that a %s takes from the branch are named, with a ref',
  async (status) => {
    const { repository, attempt, log } = await startKept();
    repository.write('notes.txt', 'first\n');
    const first = repository.commit('Before the measurement');
    const run = await attempt(printing(80));
    const notesOf = async (id: typeof run) => (await log(id, status)).notes.join();
    expect(await notesOf(run)).toContain(
      `${first.slice(0, 12)} "Before the measurement"; it stays reachable`,
    );
    const next = await attempt(printing(70));
    repository.write('notes.txt', 'second\n');
    const second = repository.commit('After the measurement');
    const [, ref = ''] = /`git log (\S+)`/.exec(await notesOf(next)) ?? [];
    expect(repository.git('rev-parse', ref)).toBe(second);
  },
);

test.each(['HEAD.lock', 'the lock of the branch'])(
  '%s is waited for, and nothing is kept by half',
  async (name) => {
    const { repository, server, started, attempt, log } = await startSession({ kind: 'new' });
    const run = await attempt(printing(90));
    const file = name === 'HEAD.lock' ? name : `refs/heads/${started.branch}.lock`;
    const lock = join(repository.root, '.git', file);
    const before = pictureOf(repository);
    writeFileSync(lock, '');
    const keep = { run_id: run.run_id, status: 'keep', description: 'a try' };
    const error = await server.refused('log_experiment', keep);
    expect(error).toMatchObject({ code: 'git_busy', message: expect.stringContaining(lock) });
    expect((await server.ok('get_status')).next_step).toContain(lock);
    rmSync(lock);
    expect(pictureOf(repository)).toEqual(before);
    expect(await log(run, 'keep')).toMatchObject({ outcome: 'kept' });
  },
);

test('a session whose worktree was moved is named where that is now', async () => {
  const repository = makeRepository(scriptFiles);
  const [from, to] = [`${temporaryDirectory()}/from`, `${temporaryDirectory()}/to`];
  repository.git('worktree', 'add', '-q', '-b', 'work', from);
  const server = await connect({ directory: from, kind: 'new' });
  const { session_id } = await server.ok('init_experiment', scriptInit);
  repository.git('worktree', 'move', from, to);
  const moved = await connect({ directory: to, kind: 'new', home: server.home });
  const error = await moved.refused('get_status');
  expect(error).toMatchObject({ code: 'no_session', session_id });
  expect(error.message).toContain(from);
  repository.git('worktree', 'move', to, from);
  expect(await server.ok('get_status')).toMatchObject({ session_id, session: { state: 'active' } });
});

test('from wherever HEAD is, restart: true begins anew', async () => {
  const { repository, server, started } = await startKept();
  repository.git('switch', '-q', 'main');
  const again = await server.ok('init_experiment', { ...scriptInit, name: 'Again', restart: true });
  expect(again).toMatchObject({ verdict: 'baseline', metric: { incumbent: 100 } });
  expect(again.notes.join()).toContain(started.session_id);
});

test('a git command that is just at work is waited for', async () => {
  const { repository, attempt } = await startKept();
  const lock = join(repository.root, '.git/index.lock');
  writeFileSync(lock, '');
  setTimeout(() => rmSync(lock), 300);
  expect(await attempt(printing(80))).toMatchObject({ verdict: 'better' });
});

test('two sessions in two worktrees of one repository do not disturb each other', async () => {
  const first = await startKept();
  const path = join(temporaryDirectory(), 'second');
  first.repository.git('worktree', 'add', '-q', '-b', 'second', path, 'main');
  const repository = openTestRepository(path);
  const options = { home: first.server.home };
  const second = await startSession({ kind: 'new', repository, connect: options });
  const third = await connect({ directory: first.repository.root, ...options });
  const before = pictureOf(first.repository);
  await second.settle(printing(70), 'keep');
  await second.settle(printing(75), 'discard');
  expect(pictureOf(first.repository)).toMatchObject({ files: before.files, head: before.head });
  expect((await third.ok('get_status')).session_id).toBe(first.started.session_id);
  const [one, two] = await Promise.all([
    first.attempt(printing(85)),
    second.server.refused('run_experiment', { description }),
  ]);
  expect(one).toMatchObject({ verdict: 'better', metric: { incumbent: 90 } });
  expect(two).toMatchObject({ code: 'unchanged' });
  await first.log(one, 'keep');
  await second.server.ok('end_session', { session_id: second.started.session_id });
  expect(first.repository.read('code.sh')).toBe(printing(85));
  expect(repository.read('code.sh')).toBe(printing(70));
  expect(await first.attempt(printing(60))).toMatchObject({ verdict: 'better' });
});
