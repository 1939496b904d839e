import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { connect, oneKind } from '../support/connect.js';
import { storedRuns } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { isAlive, makeGate } from '../support/gate.js';
import { printing, scriptFiles, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const description = 'a try';

describe.each(oneKind)('with the %s client', (kind) => {
  test('SIGKILL while the incumbent stands in the directory: the next server puts the candidate back', async () => {
    const gate = makeGate();
    // Opened in the end, or the benchmark of the killed server would wait for ever.
    onTestFinished(gate.open);
    const closed = join(temporaryDirectory(), 'closed');
    const waiting = `if [ -e ${closed} ]; then\n${gate.code}fi\n${printing(100)}`;
    const repository = makeRepository({ ...scriptFiles, 'code.sh': waiting, 'old.txt': 'old\n' });
    repository.write('old.txt', 'by the user\n');
    repository.write('untracked.txt', 'mine\n');
    const init = { isolation: 'in-place', accept_dirty: true };
    const { server, started } = await startSession({ kind, init, repository });

    repository.write('code.sh', printing(90));
    repository.write('new.txt', 'new\n');
    repository.git('add', 'new.txt');
    const before = pictureOf(repository);
    writeFileSync(closed, '');
    await server.ok('run_experiment', { description, wait_seconds: 0 });
    await gate.reached();
    expect(repository.read('code.sh')).toBe(waiting);
    expect(storedRuns(server.home)[1]).toMatchObject({ state: 'running' });
    process.kill(server.pid, 'SIGKILL');
    await eventually('the server to be gone', () => !isAlive(server.pid));
    repository.write('since.txt', 'written after the kill\n');

    const next = await connect({ directory: repository.root, kind, home: server.home });
    const status = await next.ok('get_status');
    expect(status.session_id).toBe(started.session_id);
    const [last] = status.recent_runs;
    expect(last).toMatchObject({ run: 1, verdict: 'interrupted' });
    expect(status.pending_run).toBeUndefined();
    expect(status.notes.join()).toContain('interrupted');
    expect(storedRuns(server.home)[1]).toMatchObject({
      state: 'finished',
      verdict: 'interrupted',
      value: null,
      displaced_tree: null,
    });
    expect(pictureOf(repository)).toEqual(before);
    const refs = `refs/autoresearch/${started.session_id}/edits`;
    const saved = repository.git('for-each-ref', '--format=%(refname)', refs);
    expect(repository.git('show', `${saved}:since.txt`)).toBe('written after the kill');

    await next.ok('log_experiment', { run_id: last.run_id, status: 'discard', description });
    expect(repository.git('status', '--porcelain')).toBe(' M old.txt\n?? untracked.txt');
    expect(repository.read('old.txt') + repository.read('untracked.txt')).toBe('by the user\nmine\n');
  });

  test('SIGKILL while the baseline is measured: no session is left, and another can start', async () => {
    const gate = makeGate();
    onTestFinished(gate.open);
    const repository = makeRepository({ ...scriptFiles, 'code.sh': gate.code + printing(100) });
    const before = pictureOf(repository);
    const start = { kind, repository, init: { wait_seconds: 0 } };
    const { server } = await startSession(start);
    await gate.reached();
    process.kill(server.pid, 'SIGKILL');
    await eventually('the server to be gone', () => !isAlive(server.pid));
    gate.open();
    const next = await connect({ directory: repository.root, kind, home: server.home });
    expect(await next.ok('get_status')).toMatchObject({ session: { state: 'ended' } });
    expect(pictureOf(repository)).toEqual(before);
    const again = await startSession({ kind, repository, connect: { home: server.home } });
    expect(again.started).toMatchObject({ verdict: 'baseline' });
    expect(storedRuns(server.home)).toMatchObject([{ verdict: 'interrupted' }, { verdict: 'baseline' }]);
  });
});
