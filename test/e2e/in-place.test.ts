import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { connect, oneKind } from '../support/connect.js';
import { storedRuns } from '../support/database.js';
import { makeGate } from '../support/gate.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';

const init = { isolation: 'in-place' };
const description = 'a try';

describe.each(oneKind)('in place, with the %s client', (kind) => {
  test("the user's directory is as before after every run, whatever the verdict", async () => {
    const repository = makeRepository({ ...scriptFiles, 'old.txt': 'old\n', '.gitignore': 'cache\n' });
    repository.write('cache', 'cached\n');
    repository.write('notes.txt', 'mine\n');
    const { server, log } = await startSession({ kind, init, repository });
    expect(repository.git('status', '--porcelain')).toBe('?? notes.txt');
    for (const [code, verdict, status] of [
      [printing(90), 'better', 'keep'],
      [`rm more/new.sh; ${printing(95)}`, 'interrupted', 'discard'],
      [printing(95), 'not_better', 'discard'],
      ['exit 1\n', 'crashed', 'crash'],
    ] as const) {
      repository.write('code.sh', code);
      repository.write('more/new.sh', 'new\n', 0o755);
      if (verdict === 'better') repository.git('mv', 'old.txt', 'renamed.txt');
      repository.git('add', 'more/new.sh');
      const before = pictureOf(repository);
      const run = await server.ok('run_experiment', { description });
      expect(run).toMatchObject({ verdict });
      expect(pictureOf(repository)).toEqual(before);
      await log(run, status);
      expect(repository.git('status', '--porcelain')).toBe('?? notes.txt');
    }
    expect(repository.read('cache') + repository.read('notes.txt')).toBe('cached\nmine\n');
  });

  test('files that the benchmark writes are no edits', async () => {
    const bench = '. ./code.sh\ndate +%s%N > out.txt\necho x >> history.log\n';
    const repository = makeRepository({ ...scriptFiles, 'bench.sh': bench, 'history.log': '' });
    const { attempt, log, started } = await startSession({ kind, init, repository });
    expect(started.plan).toContain('in your checkout');
    const worse = await attempt(printing(110));
    expect(worse).toMatchObject({ verdict: 'not_better', files_changed: ['code.sh'] });
    await log(worse, 'discard');
    const better = await attempt(printing(90));
    expect(better).toMatchObject({ verdict: 'better', evidence: 'exact' });
    const { commit } = await log(better, 'keep');
    expect(repository.git('show', '--format=', '--name-only', commit)).toBe('code.sh');
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test("reports that the checks write are put back, saved and named, and stand in nobody's way", async () => {
    const repository = makeRepository({
      ...scriptFiles,
      'bench.sh': '. ./code.sh\ndate +%s%N > out.txt\n',
      'checks.sh': 'date +%s%N > report.txt; echo covered > coverage.txt\n',
      'coverage.txt': '',
    });
    const checked = { ...init, checks_command: 'sh checks.sh' };
    const { attempt, log } = await startSession({ kind, init: checked, repository });
    const better = await attempt(printing(90));
    expect(better).toMatchObject({ verdict: 'better', checks: { state: 'passed' } });
    expect(better.notes.join()).toContain('put back: coverage.txt, report.txt.');
    const saved = repository
      .git('for-each-ref', '--format=%(refname)', 'refs/autoresearch/*/edits/*')
      .split('\n');
    expect(saved.map((ref) => repository.git('show', `${ref}:coverage.txt`))).toContain('covered');
    await log(better, 'keep');
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(await attempt(printing(80))).toMatchObject({ verdict: 'better' });
  });

  test('an edit made during a run is saved under a ref, and the run is interrupted', async () => {
    const gate = makeGate();
    const { repository, server, started } = await startSession({ kind, init });
    repository.write('code.sh', gate.code + printing(90));
    const before = pictureOf(repository);
    const run = await server.ok('run_experiment', { description, wait_seconds: 0 });
    await gate.reached();
    repository.write('code.sh', 'edited meanwhile\n');
    repository.write('new.txt', 'new meanwhile\n');
    gate.open();
    const done = await server.ok('run_experiment', { run_id: run.run_id });
    expect(done).toMatchObject({ verdict: 'interrupted', can_keep: false });
    expect(done.reason).toContain('new.txt');
    expect(pictureOf(repository)).toEqual(before);
    const refs = `refs/autoresearch/${started.session_id}/edits`;
    const saved = repository.git('for-each-ref', '--format=%(refname)', refs);
    expect(repository.git('show', `${saved}:code.sh`)).toBe('edited meanwhile');
    expect(repository.git('show', `${saved}:new.txt`)).toBe('new meanwhile');
    expect(storedRuns(server.home)[1]).toMatchObject({ verdict: 'interrupted', value: null });
  });

  test('a bystander that the benchmark deletes comes back, and the candidate gets no number', async () => {
    const repository = makeRepository({ ...scriptFiles, 'edited.txt': 'old\n' });
    repository.write('notes.txt', 'mine\n', 0o600);
    repository.write('edited.txt', 'by the user\n');
    const { server, attempt, log } = await startSession({
      kind,
      repository,
      init: { ...init, accept_dirty: true },
    });
    const run = await attempt(`rm -f notes.txt edited.txt\n${printing(90)}`);
    expect(run).toMatchObject({ verdict: 'interrupted', can_keep: false });
    expect(run.reason).toContain('notes.txt');
    expect(repository.read('notes.txt') + repository.read('edited.txt')).toBe('mine\nby the user\n');
    await log(run, 'discard');
    expect(repository.git('status', '--porcelain')).toBe(' M edited.txt\n?? notes.txt');
    expect(storedRuns(server.home)[1]).toMatchObject({ verdict: 'interrupted', value: null });
  });

  test('a cancelled run puts the directory back', async () => {
    const gate = makeGate();
    const { repository, server } = await startSession({
      kind,
      init,
      files: { 'code.sh': `[ ! -e stop.txt ] || { ${gate.code.trim()} }\n${printing(100)}` },
    });
    repository.write('code.sh', printing(90));
    repository.write('stop.txt', 'measured with the candidate only\n');
    const before = pictureOf(repository);
    const run = await server.ok('run_experiment', { description });
    expect(run.verdict).toBe('better');
    expect(pictureOf(repository)).toEqual(before);
    await server.ok('log_experiment', { run_id: run.run_id, status: 'discard', description });
    repository.write('code.sh', gate.code + printing(90));
    const during = pictureOf(repository);
    const waiting = await server.ok('run_experiment', { description, wait_seconds: 0 });
    await gate.reached();
    const cancelled = await server.ok('cancel_run', { run_id: waiting.run_id });
    expect(cancelled.verdict).toBe('cancelled');
    expect(gate.isOccupied()).toBe(false);
    expect(pictureOf(repository)).toEqual(during);
  });

  test("Python's bytecode of one tree is not run for the other", async () => {
    const repository = makeRepository({
      'fast.py': 'value = 100\n',
      'bench.py': 'import fast\nprint(f"METRIC size={fast.value}")\n',
      '.gitignore': '__pycache__/\n',
    });
    const server = await connect({ directory: repository.root, kind, env: { PYTHONDONTWRITEBYTECODE: '' } });
    const command = 'python3 bench.py';
    await server.ok('init_experiment', { ...scriptInit, ...init, command, direction: 'higher' });
    // As large as before, but younger, as an edit by an agent is.
    repository.write('fast.py', 'value = 900\n');
    const later = Date.now() / 1000 + 5;
    utimesSync(join(repository.root, 'fast.py'), later, later);
    const run = await server.ok('run_experiment', { description });
    expect(run).toMatchObject({ verdict: 'better', evidence: 'exact', metric: { candidate: 900 } });
    expect(repository.read('fast.py')).toBe('value = 900\n');
  });
});
