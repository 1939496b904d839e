import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { oneKind } from '../support/connect.js';
import { ageSession } from '../support/database.js';
import { makeGate } from '../support/gate.js';
import { printing, scriptInit, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

const description = 'a try';

describe.each(oneKind)('with the %s client', (kind) => {
  test('every result says it, of every tool, from the moment on at which the session stops', async () => {
    const init = { max_experiments: 1 };
    const { server, started, attempt, log } = await startSession({ kind, init });
    expect(started.should_continue).toBe(true);
    const { session_id } = started;
    const stopped = { session_id, should_continue: false, stop_reason: 'max_experiments' };
    const run = await attempt(printing(90));
    expect(run).toMatchObject(stopped);
    const { run_id } = run;
    expect(await server.ok('run_experiment', { run_id })).toMatchObject(stopped);
    expect(await server.ok('cancel_run', { run_id })).toMatchObject(stopped);
    expect(await log(run, 'keep')).toMatchObject(stopped);
    expect(await log(run, 'keep')).toMatchObject(stopped);
    expect(await server.ok('get_status')).toMatchObject(stopped);
    expect(await server.ok('get_run', { run_id })).toMatchObject(stopped);
    const again = await server.ok('init_experiment', { ...scriptInit, ...init });
    expect(again).toMatchObject(stopped);
    expect(again.next_step).toContain('end_session');
    const { text } = await server.call('get_status');
    expect(text).toContain('should_continue: false\nstop_reason: max_experiments');
    const ended = { session_id, should_continue: false, stop_reason: 'ended' };
    expect(await server.ok('end_session', { session_id })).toMatchObject(ended);
    expect(await server.ok('get_run', { run_id })).toMatchObject(ended);
  });

  test('every refusal says it, too, of a call that means such a session, and of no other', async () => {
    const init = { max_experiments: 1 };
    const { server, started, attempt, log } = await startSession({ kind, init });
    const unknown = await server.refused('run_experiment', { nonsense: 1 });
    expect(unknown).not.toHaveProperty('should_continue');
    const stopped = { should_continue: false, stop_reason: 'max_experiments' };
    const run = await attempt(printing(90));
    const { session_id } = started;
    const { run_id } = run;
    const pending = await server.refused('run_experiment', { description });
    expect(pending).toMatchObject({ code: 'run_pending', ...stopped });
    expect(await server.refused('run_experiment', { nonsense: 1 })).toMatchObject(stopped);
    expect(await server.refused('get_run', { run_id, nonsense: 1 })).toMatchObject(stopped);
    const other = { ...scriptInit, name: 'Other' };
    expect(await server.refused('init_experiment', other)).toMatchObject({
      code: 'session_exists',
      ...stopped,
    });
    await log(run, 'keep');
    const twice = { run_id, status: 'discard', description };
    expect(await server.refused('log_experiment', twice)).toMatchObject({ code: 'keep_refused', ...stopped });
    expect(await server.refused('run_experiment', { description, session_id })).toMatchObject({
      code: 'budget_spent',
      ...stopped,
    });
    for (const args of [{ session_id: 'nobody-1' }, { directory: temporaryDirectory() }]) {
      expect(await server.refused('get_status', args)).not.toHaveProperty('should_continue');
    }
    await server.ok('end_session', { session_id });
    expect(await server.refused('run_experiment', { description })).toMatchObject({
      code: 'session_ended',
      should_continue: false,
      stop_reason: 'ended',
    });
  });

  test('so does the answer that a run is still going on, when the time is over meanwhile', async () => {
    const gate = makeGate();
    const { repository, server, started } = await startSession({ kind, init: { max_minutes: 60 } });
    repository.write('code.sh', gate.code + printing(90));
    const waiting = { description, wait_seconds: 0 };
    const run = await server.ok('run_experiment', waiting);
    expect(run).toMatchObject({ state: 'running', should_continue: true });
    expect(run).not.toHaveProperty('stop_reason');
    await gate.reached();
    ageSession(server.home, started.session_id, 61);
    const stopped = { should_continue: false, stop_reason: 'max_minutes' };
    const { run_id } = run;
    expect(await server.ok('run_experiment', { run_id, wait_seconds: 0 })).toMatchObject({
      state: 'running',
      ...stopped,
    });
    gate.open();
    expect(await server.ok('run_experiment', { run_id })).toMatchObject({ verdict: 'better', ...stopped });
  });

  test('a session that is being ended has stopped', async () => {
    const gate = makeGate();
    const hold = join(temporaryDirectory(), 'hold');
    const { repository, server, started, log } = await startSession({
      kind,
      files: { 'bench.sh': `if [ -e ${hold} ]; then\n${gate.code}fi\n. ./code.sh\n` },
      init: { wait_seconds: 0 },
    });
    await server.ok('run_experiment', { run_id: started.run_id, wait_seconds: 60 });
    repository.write('code.sh', printing(90));
    const run = await server.ok('run_experiment', { description, wait_seconds: 60 });
    await log(run, 'keep');
    writeFileSync(hold, '');
    const { session_id } = started;
    const stopped = { session_id, should_continue: false, stop_reason: 'ended' };
    expect(await server.ok('end_session', { session_id })).toMatchObject(stopped);
    await gate.reached();
    expect(await server.ok('get_status')).toMatchObject({ session: { state: 'active' }, ...stopped });
    gate.open();
  });

  test('cancelled runs neither count nor break a row, and the rows do not know of each other', async () => {
    const gate = makeGate();
    const files = {
      'autoresearch.yaml': 'max_failures: 2\nplateau: 4\nchecks_when: always\n',
      'check.sh': '! grep -q broken code.sh\n',
    };
    const init = { checks_command: 'sh check.sh' };
    const { repository, server, settle } = await startSession({ kind, files, init });
    const cancel = async () => {
      repository.write('code.sh', gate.code);
      const { run_id } = await server.ok('run_experiment', { description, wait_seconds: 0 });
      await server.ok('cancel_run', { run_id });
    };
    const goesOn = { should_continue: true };
    expect(await settle('exit 1\n', 'crash')).toMatchObject(goesOn);
    expect(await settle(`${printing(90)}# broken\n`, 'checks_failed')).toMatchObject(goesOn);
    expect(await settle('exit 2\n', 'crash')).toMatchObject(goesOn);
    for (let time = 0; time < 3; time++) await cancel();
    // Three without a keep: one more would be a plateau.
    expect(await settle(printing(90), 'keep')).toMatchObject(goesOn);
    expect(await settle('exit 3\n', 'crash')).toMatchObject(goesOn);
    await cancel();
    expect(await settle('echo nothing\n', 'crash')).toMatchObject({
      should_continue: false,
      stop_reason: 'max_failures',
    });
  });

  test('a run that can be kept is not yet one without a keep', async () => {
    const { attempt, log } = await startSession({ kind, files: { 'autoresearch.yaml': 'plateau: 1\n' } });
    const run = await attempt(printing(90));
    expect(run.should_continue).toBe(true);
    const plateau = { should_continue: false, stop_reason: 'plateau' };
    expect(await log(run, 'discard')).toMatchObject(plateau);
    expect(await log(run, 'keep')).toMatchObject({ outcome: 'kept', should_continue: true });
    expect(await attempt(printing(95))).toMatchObject({ verdict: 'not_better', ...plateau });
  });

  test('a new session says what the last one had stopped for, when that had been ended', async () => {
    const init = { max_experiments: 1, max_minutes: 600 };
    const { repository, server, started, settle } = await startSession({ kind, init });
    await settle(printing(90), 'keep');
    await server.ok('end_session', { session_id: started.session_id });
    // A start that comes to nothing makes nobody forget.
    const failing = { ...scriptInit, name: 'Failing', command: 'exit 1' };
    expect((await server.refused('init_experiment', failing)).code).toBe('baseline_failed');
    const next = await server.ok('init_experiment', { ...scriptInit, name: 'Next' });
    expect(next.should_continue).toBe(true);
    const note = next.notes.find((each: string) => each.includes(started.session_id));
    expect(note).toContain('max_experiments');
    await server.ok('end_session', { session_id: next.session_id });
    const third = await server.ok('init_experiment', { ...scriptInit, name: 'Third' });
    expect(third.notes.join()).not.toContain(next.session_id);
    expect(repository.read('code.sh')).toBe(printing(90));
  });

  test.each([true, false])(
    'so does one in another worktree of the repository (ended: %s)',
    async (isEnded) => {
      const { repository, server, started, settle } = await startSession({
        kind,
        init: { max_experiments: 1 },
      });
      await settle(printing(90), 'keep');
      if (isEnded) await server.ok('end_session', { session_id: started.session_id });
      const directory = join(temporaryDirectory(), 'worktree');
      repository.git('worktree', 'add', '-q', '-b', 'beside', directory);
      const next = await server.ok('init_experiment', { ...scriptInit, directory, name: 'Beside' });
      expect(next.should_continue).toBe(true);
      const note = next.notes.find((each: string) => each.includes(started.session_id));
      expect(note).toContain(`in the worktree ${repository.root}`);
      expect(note).toContain(isEnded ? 'was ended' : 'has stopped');
      expect(note).toContain('max_experiments');
    },
  );

  test('the time of a session is counted until its end, and not until it is asked for', async () => {
    const init = { max_minutes: 60 };
    const { server, started, settle } = await startSession({ kind, init });
    await settle(printing(90), 'keep');
    await server.ok('end_session', { session_id: started.session_id });
    ageSession(server.home, started.session_id, 10_000);
    const second = await server.ok('init_experiment', { ...scriptInit, ...init, name: 'Second' });
    expect(second.notes.join()).not.toContain(started.session_id);
    ageSession(server.home, second.session_id, 61);
    await server.ok('end_session', { session_id: second.session_id });
    ageSession(server.home, second.session_id, 1_000);
    const third = await server.ok('init_experiment', { ...scriptInit, ...init, name: 'Third' });
    const note = third.notes.find((each: string) => each.includes(second.session_id));
    expect(note).toContain('max_minutes');
    const fourth = { ...scriptInit, name: 'Fourth', restart: true };
    const { notes } = await server.ok('init_experiment', fourth);
    expect(notes.join()).toContain(`${third.session_id} was ended for this one. Its budget was not spent.`);
  });

  test('what had stopped a session is not hidden by the time that went by since', async () => {
    const { server, started, settle } = await startSession({
      kind,
      init: { target: 90, max_minutes: 60 },
    });
    await settle(printing(90), 'keep');
    ageSession(server.home, started.session_id, 61);
    expect(await server.ok('get_status')).toMatchObject({ stop_reason: 'target' });
  });
});
