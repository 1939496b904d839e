import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { clientKinds, connect } from '../support/connect.js';
import { makeGate } from '../support/gate.js';
import { printing, type SessionOptions, scriptInit, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

const description = 'a try';

/** A session, and a person at another terminal. */
async function startBoth(options: SessionOptions) {
  const session = await startSession(options);
  const { repository, server } = session;
  const say = (...args: string[]) => commandLine(args, { home: server.home, directory: repository.root });
  return { ...session, say };
}

describe.each(clientKinds)('with the %s client', (kind) => {
  test('a note comes with the next result, once, and with get_status for whoever takes over', async () => {
    const { repository, server, say } = await startBoth({ kind });
    expect(await say('note', 'leave the parser alone')).toMatchObject({ code: 0, stderr: '' });
    const next = await server.ok('list_ideas');
    expect(next.next_step).toMatch(/^A person says: "leave the parser alone"\. Heed that first\. Then: /);
    expect(next.notes).toEqual(['A person says: "leave the parser alone".']);
    expect((await server.ok('list_ideas')).next_step).not.toContain('parser');
    await say('note', 'and the cache');
    expect((await server.ok('get_status')).notes).toEqual([
      'A person says: "and the cache".',
      expect.stringMatching(/^A person said \(.*UTC\): leave the parser alone$/),
    ]);
    const other = await connect({ directory: repository.root, home: server.home, kind: 'new' });
    const status = await other.ok('get_status');
    expect(status.notes).toContainEqual(
      expect.stringMatching(/^A person said \(.*UTC\): leave the parser alone$/),
    );
    expect(status.next_step).not.toContain('parser');
  });

  test('a paused session starts no run, logs the one that was going on, and goes on when it is resumed', async () => {
    const gate = makeGate();
    const { repository, server, log, say } = await startBoth({ kind });
    repository.write('code.sh', gate.code + printing(90));
    const { run_id } = await server.ok('run_experiment', { description, wait_seconds: 0 });
    await gate.reached();
    expect((await say('pause', 'the machine is needed')).code).toBe(0);
    gate.open();
    const paused = { should_continue: false, stop_reason: 'paused' };
    const run = await server.ok('run_experiment', { run_id });
    expect(run).toMatchObject({ verdict: 'better', ...paused });
    expect(run.next_step).toContain('Do not end the session');
    expect(await log(run, 'keep')).toMatchObject({ outcome: 'kept', ...paused });
    repository.write('code.sh', printing(80));
    const error = await server.refused('run_experiment', { description, wait_seconds: 1 });
    expect(error).toMatchObject({ code: 'paused', ...paused });
    expect(error.message).toBe('A person has paused the session: "the machine is needed".');
    expect(error.hint).toMatch(/^Leave your edits as they are and call run_experiment again: /);
    expect(await server.ok('get_status')).toMatchObject(paused);
    const waiting = server.ok('run_experiment', { description, wait_seconds: 300 });
    expect((await say('resume')).code).toBe(0);
    const resumed = await waiting;
    expect(resumed).toMatchObject({ verdict: 'better', should_continue: true });
    expect(resumed.next_step).toMatch(
      /^A person has resumed the session\. Heed that first\. Then: Call log_ex/,
    );
    expect(resumed.notes[0]).toBe('A person has resumed the session.');
    expect((await log(resumed, 'keep')).next_step).toMatch(/^Edit the code for the next idea and call/);
  });

  test('as long as a pause or a stop holds, every result of every tool says so, and leads to the one thing to do', async () => {
    const { server, started, settle, say } = await startBoth({ kind });
    const { session_id } = started;
    const { run_id } = await settle(printing(90), 'keep');
    const ask = () =>
      Promise.all([
        server.ok('init_experiment', { ...scriptInit }),
        server.ok('run_experiment', { run_id }),
        server.ok('cancel_run', { run_id }),
        server.ok('log_experiment', { run_id, status: 'keep', description }),
        server.ok('get_status'),
        server.ok('query_runs', { query: 'try' }),
        server.ok('get_run', { run_id }),
        server.ok('list_ideas'),
        server.ok('add_ideas', { ideas: [{ title: 'Another' }] }),
        server.ok('list_ideas'),
      ]);
    await say('pause', 'lunch');
    const paused = 'A person has paused the session: "lunch".';
    for (const { next_step, notes } of await ask()) {
      expect(next_step).toMatch(
        /^A person has paused the session: "lunch"\. Edit the code .*, unless that is done, /,
      );
      expect(next_step).toContain('it waits until a person resumes');
      expect(notes.filter((note: string) => note === paused)).toHaveLength(1);
    }
    expect(await server.refused('run_experiment', { nonsense: 1 })).toMatchObject({ notes: [paused] });
    await say('stop');
    for (const { next_step, notes } of await ask()) {
      expect(next_step).toBe(
        `A person has stopped the session. Call end_session with session_id "${session_id}" and report to the user.`,
      );
      expect(notes).toContain('A person has stopped the session.');
    }
  });

  test('a stopped session is ended by its agent; that is told apart from a spent budget', async () => {
    const { repository, server, settle, say } = await startBoth({ kind, init: { max_experiments: 1 } });
    await settle(printing(90), 'keep');
    expect(await server.ok('get_status')).toMatchObject({ stop_reason: 'max_experiments' });
    await say('stop');
    const status = await server.ok('get_status');
    expect(status).toMatchObject({ should_continue: false, stop_reason: 'stopped' });
    expect(status.next_step).toContain('end_session');
    repository.write('code.sh', printing(80));
    expect(await server.refused('run_experiment', { description })).toMatchObject({
      code: 'paused',
      message: 'A person has stopped the session.',
      stop_reason: 'stopped',
    });
    expect(await say('pause')).toMatchObject({ code: 1, stderr: expect.stringContaining('stopped already') });
    expect(await server.ok('get_status')).toMatchObject({ stop_reason: 'stopped' });
    expect((await say('resume')).stdout).toMatch(
      /is resumed\. It stops all the same: The limit of max_experiments is reached/,
    );
    expect(await server.refused('run_experiment', { description })).toMatchObject({
      code: 'budget_spent',
      notes: ['A person has resumed the session.'],
    });
  });

  test('a pause of what is spent says both, and asks for no further edit', async () => {
    const { server, settle, say } = await startBoth({ kind, init: { max_experiments: 1 } });
    await settle(printing(90), 'keep');
    expect((await server.ok('query_runs')).next_step).toMatch(/^Call end_session/);
    await say('pause', 'hold');
    const both =
      'A person has paused the session: "hold". Its budget is spent, too. The limit of max_experiments is reached: 1 of 1.';
    const doNothing =
      /Tell the user that no experiment is left, and edit nothing\. .* Do not end the session\.$/;
    const status = await server.ok('get_status');
    expect(status).toMatchObject({ stop_reason: 'paused', next_step: expect.stringMatching(doNothing) });
    expect(status.notes).toContain(both);
    expect(await server.refused('run_experiment', { description, wait_seconds: 0 })).toMatchObject({
      code: 'paused',
      message: both,
      hint: expect.stringMatching(doNothing),
    });
  });
});

test('resume of what was neither paused nor stopped says so, and tells the agent nothing', async () => {
  const { server, started, say } = await startBoth({ kind: 'new' });
  expect((await say('resume')).stdout).toBe(
    `${started.session_id} was neither paused nor stopped, and goes on.\n`,
  );
  expect(JSON.stringify(await server.ok('get_status'))).not.toContain('A person');
});

test.each(['note', 'pause', 'resume', 'stop', 'extend', 'abandon'])(
  '%s makes no database where there is none',
  async (command) => {
    const home = join(temporaryDirectory(), 'mistyped');
    const args = { note: ['a word'], extend: ['--experiments', '1'], abandon: ['small-1'] }[command] ?? [];
    const said = await commandLine([command, ...args], { home, directory: temporaryDirectory() });
    expect(said).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(home) });
    expect(existsSync(home)).toBe(false);
  },
);

test('what cannot be said is refused in one sentence, and changes nothing', async () => {
  const { server, started, say } = await startBoth({ kind: 'new' });
  for (const args of [
    ['note', '  '],
    ['note', 'x'.repeat(2001)],
    ['pause', '--session', 'nonsense'],
    ['stop', '--directory', temporaryDirectory()],
  ]) {
    const { code, stdout, stderr } = await say(...args);
    expect({ args, code, stdout }).toEqual({ args, code: 1, stdout: '' });
    expect(stderr.trim()).not.toBe('');
  }
  const status = await server.ok('get_status');
  expect(status).toMatchObject({ should_continue: true });
  expect(JSON.stringify(status.notes)).not.toContain('A person');
  await server.ok('end_session', { session_id: started.session_id });
  expect((await say('pause')).code).toBe(1);
});
