import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { type Answer, kindsOfEachRevision, oneKind } from '../support/connect.js';
import { storedRuns } from '../support/database.js';
import { makeGate } from '../support/gate.js';
import { printing, type SessionOptions, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

const keep = { status: 'keep', description: 'please' };

describe.each(oneKind)('with the %s client, which cannot ask', (kind) => {
  test('a change by more than ten times is not kept before a person has said so', async () => {
    const { repository, server, started, attempt, log } = await startSession({ kind });
    const head = repository.git('rev-parse', 'HEAD');
    const run = await attempt(printing(9));
    expect(run).toMatchObject({ verdict: 'better', can_keep: false, should_continue: true });
    expect(run.reason).toContain('suspicious_factor (10)');
    expect(run.reason).toContain(`autoresearch-mcp accept ${run.run_id}`);
    const refused = await server.refused('log_experiment', { ...keep, run_id: run.run_id });
    expect(refused).toMatchObject({ code: 'keep_refused' });
    expect(refused.hint).toContain('accept');
    expect(repository.git('rev-parse', 'HEAD')).toBe(head);

    const logged = await log(run, 'discard');
    expect(repository.read('code.sh')).toBe(printing(100));
    expect(repository.git('show', `refs/autoresearch/${started.session_id}/1:code.sh`)).toBe(
      printing(9).trim(),
    );
    expect(logged.outcome).toBe('discarded');
    repository.write('code.sh', printing(9));
    const again = await server.refused('run_experiment', { description: 'again' });
    expect(again).toMatchObject({ code: 'already_measured', can_keep: false });
    expect(again.hint).toContain('accept');
  });
});

test.each([
  ['to exactly ten times less', {}, 100, 10, true],
  ['to more than ten times as much, where that is better', { direction: 'higher' }, 100, 1001, false],
  ['to nothing', {}, 100, 0, false],
  ['from nothing', { direction: 'higher' }, 0, 5, false],
  ['by a smaller factor that is set', { factor: 2 }, 100, 49, false],
  ['by a larger factor that is set', { factor: 50 }, 100, 9, true],
])('a change %s', async (_, { direction, factor }: Setting, before, after, mayKeep) => {
  const { attempt } = await startSession({
    kind: 'new',
    files: {
      'code.sh': printing(before),
      ...(factor === undefined ? {} : { 'autoresearch.yaml': `suspicious_factor: ${factor}\n` }),
    },
    init: direction === undefined ? {} : { direction },
  });
  expect(await attempt(printing(after))).toMatchObject({ verdict: 'better', can_keep: mayKeep });
});

interface Setting {
  readonly direction?: string;
  readonly factor?: number;
}

describe.each(kindsOfEachRevision)('with the %s client, which can ask', (kind) => {
  const startAsking = async (answer: Answer, init: SessionOptions['init'] = {}) => {
    const asked: string[] = [];
    const session = await startSession({
      kind,
      init,
      connect: {
        answer: (message) => {
          asked.push(message);
          return answer(message);
        },
      },
    });
    return { ...session, asked };
  };

  test('a yes lets the run be kept', async () => {
    const { repository, server, attempt, log, asked } = await startAsking(() =>
      Promise.resolve({ action: 'accept', content: { accept: true } }),
    );
    const run = await attempt(printing(9));
    expect(run).toMatchObject({ run: 1, verdict: 'better', can_keep: true });
    expect(run.reason).toContain('A person has accepted it');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain('100 → 9');
    expect(asked[0]).toContain('code.sh');
    expect(await log(run, 'keep')).toMatchObject({ outcome: 'kept' });
    const trailer = repository.git('log', '-1', '--format=%(trailers:key=Autoresearch-Accepted,valueonly)');
    expect(trailer.trim()).toBe('by a person');
    expect(storedRuns(server.home)).toHaveLength(2);
  });

  test.each([
    ['a no', { action: 'decline' as const }],
    ['a form that is sent without a yes', { action: 'accept' as const, content: { accept: false } }],
  ])('%s does not, and nobody is asked again', async (_, answer) => {
    const { server, attempt, asked } = await startAsking(() => Promise.resolve(answer));
    const run = await attempt(printing(9));
    expect(run).toMatchObject({ verdict: 'better', can_keep: false });
    expect(run.reason).toContain('has not accepted it');
    await server.ok('run_experiment', { run_id: run.run_id });
    expect(asked).toHaveLength(1);
    const refused = await server.refused('log_experiment', { ...keep, run_id: run.run_id });
    expect(refused).toMatchObject({ code: 'keep_refused' });
  });

  test('no answer leaves it open', async () => {
    const { server, attempt, asked } = await startAsking(() => Promise.resolve({ action: 'cancel' }));
    const run = await attempt(printing(9));
    expect(run).toMatchObject({ verdict: 'better', can_keep: false });
    expect(run.reason).toContain(`autoresearch-mcp accept ${run.run_id}`);
    await server.ok('run_experiment', { run_id: run.run_id });
    expect(asked).toHaveLength(1);
  });

  test('a run that nobody need accept asks nothing', async () => {
    const { attempt, asked } = await startAsking(() => Promise.resolve({ action: 'decline' }));
    expect(await attempt(printing(50))).toMatchObject({ can_keep: true });
    expect(asked).toEqual([]);
  });
});

test.each(['new', 'old'] as const)('with the %s client, the loop does not wait long', async (kind) => {
  const { server, started, attempt, log } = await startSession({
    kind,
    init: { wait_seconds: 2 },
    connect: { answer: () => delay(600_000, { action: 'accept' as const }, { ref: false }) },
  });
  // A busy machine may take longer than a call waits.
  const finished = async (run: typeof started) => {
    let told = run;
    while (told.state === 'running') told = await server.ok('run_experiment', { run_id: told.run_id });
    return told;
  };
  await finished(started);
  const run = await finished(await attempt(printing(9)));
  expect(run).toMatchObject({ state: 'finished', verdict: 'better', can_keep: false });
  expect(await log(run, 'discard')).toMatchObject({ outcome: 'discarded', should_continue: true });
});

describe('on the command line', () => {
  test('a run that waits is measured again, and that one can be kept', async () => {
    const { repository, server, attempt, log } = await startSession({ kind: 'new' });
    const run = await attempt(printing(9));
    const accepted = await commandLine(['accept', run.run_id], {
      home: server.home,
      directory: repository.root,
    });
    expect(accepted).toMatchObject({ code: 0, stderr: '' });
    const { pending_run: pending, recent_runs: runs } = await server.ok('get_status');
    expect(pending).toMatchObject({ state: 'finished', can_keep: true });
    expect(accepted.stdout).toContain(pending.run_id);
    expect(runs).toMatchObject([
      { run: 2, verdict: 'better' },
      { run: 1, verdict: 'better', outcome: 'discarded' },
      { run: 0 },
    ]);
    const refused = await server.refused('log_experiment', { ...keep, run_id: run.run_id });
    expect(refused.code).toBe('keep_refused');
    expect(await log(pending, 'keep')).toMatchObject({ outcome: 'kept' });
    expect(repository.git('show', 'HEAD:code.sh')).toBe(printing(9).trim());
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('what that terminal keeps secret does not reach the agent', async () => {
    const { repository, server, attempt } = await startSession({ kind: 'new' });
    const run = await attempt(`echo "it is $TERMINAL_TOKEN."\n${printing(9)}`);
    const env = { TERMINAL_TOKEN: 'only-the-terminal-has-this' };
    const place = { home: server.home, directory: repository.root, env };
    expect(await commandLine(['accept', run.run_id], place)).toMatchObject({ code: 0 });
    const { pending_run: pending } = await server.ok('get_status');
    const { output } = await server.ok('get_run', { run_id: pending.run_id, include: ['output'] });
    expect(output).toContain('it is [masked: TERMINAL_TOKEN].');
    expect(output).not.toContain(env.TERMINAL_TOKEN);
  });

  test('what is measured for one cannot be cancelled by the agent, who is told how a person can', async () => {
    const gate = makeGate();
    const closed = join(temporaryDirectory(), 'closed');
    const { repository, server, attempt } = await startSession({ kind: 'new' });
    const run = await attempt(`if [ -e ${closed} ]; then\n${gate.code}fi\n${printing(9)}`);
    writeFileSync(closed, '');
    const accepting = commandLine(['accept', run.run_id], { home: server.home, directory: repository.root });
    await gate.reached();
    const { pending_run: pending } = await server.ok('get_status');
    const refused = await server.refused('cancel_run', { run_id: pending.run_id });
    expect(refused.code).toBe('run_in_progress');
    expect(refused.message).toContain('autoresearch-mcp accept');
    expect(refused.hint).toContain('Ctrl-C');
    gate.open();
    expect(await accepting).toMatchObject({ code: 0 });
  });

  test('a discarded one, too, against the incumbent of then; its files come back with the keep', async () => {
    const { repository, server, attempt, log, settle } = await startSession({ kind: 'old' });
    const run = await attempt(printing(9));
    await log(run, 'discard');
    await settle(printing(50), 'keep');
    expect(
      await commandLine(['accept', run.run_id], { home: server.home, directory: repository.root }),
    ).toMatchObject({ code: 0 });
    const { pending_run: pending } = await server.ok('get_status');
    const again = await server.ok('run_experiment', { run_id: pending.run_id });
    expect(again).toMatchObject({ can_keep: true, metric: { incumbent: 50, candidate: 9 } });
    expect(await log(again, 'keep')).toMatchObject({ outcome: 'kept', edited_since: [] });
    expect(repository.read('code.sh')).toBe(printing(9));
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('one that is not better any more is not kept', async () => {
    const { repository, server, attempt, log, settle } = await startSession({ kind: 'new' });
    const run = await attempt(printing(9));
    await log(run, 'discard');
    await settle(printing(11), 'keep');
    await settle(printing(8), 'keep');
    const accepted = await commandLine(['accept', run.run_id], {
      home: server.home,
      directory: repository.root,
    });
    expect(accepted).toMatchObject({ code: 1 });
    expect(accepted.stdout).toContain('not_better');
  });

  test('a spent budget does not matter, and what needs nobody is refused', async () => {
    const { repository, server, attempt, log } = await startSession({
      kind: 'new',
      init: { max_experiments: 2 },
    });
    const plain = await attempt(printing(90));
    await log(plain, 'discard');
    const run = await attempt(printing(9));
    expect(run).toMatchObject({ should_continue: false });
    const refused = await commandLine(['accept', plain.run_id], {
      home: server.home,
      directory: repository.root,
    });
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain("needs nobody's word");
    expect(
      await commandLine(['accept', 'nothing.1'], { home: server.home, directory: repository.root }),
    ).toMatchObject({ code: 1 });
    expect(
      await commandLine(['accept', run.run_id], { home: server.home, directory: repository.root }),
    ).toMatchObject({ code: 0 });
    const { pending_run: pending } = await server.ok('get_status');
    expect(await log(pending, 'keep')).toMatchObject({ outcome: 'kept' });
    const kept = await commandLine(['accept', pending.run_id], {
      home: server.home,
      directory: repository.root,
    });
    expect(kept.stderr).toContain('was kept already');
  });
});
