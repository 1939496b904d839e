import { describe, expect, test } from 'vitest';
import { connect, oneKind } from '../support/connect.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { makeRepository, type TestRepository } from '../support/test-repository.js';

/** Uncommitted work in every state that git knows: returns its status lines. */
function leaveWorkBehind(repository: TestRepository): string {
  repository.write('edited.txt', 'edited\n');
  repository.write('staged.txt', 'staged\n');
  repository.git('add', 'staged.txt');
  repository.write('both.txt', 'staged first\n');
  repository.git('add', 'both.txt');
  repository.write('both.txt', 'then edited\n');
  repository.remove('gone.txt');
  repository.git('rm', '-q', '--cached', 'removed.txt');
  repository.write('added.txt', 'added\n');
  repository.git('add', 'added.txt');
  repository.write('intended.txt', 'intended\n');
  repository.git('add', '-N', 'intended.txt');
  repository.write('untracked.txt', 'untracked\n');
  repository.git('update-index', '--chmod=+x', 'mode.txt');
  return status(repository);
}

function status(repository: TestRepository): string {
  return repository.git('status', '--porcelain', '-uall');
}

const tracked = ['edited', 'staged', 'both', 'gone', 'removed', 'mode'].map((name) => [
  `${name}.txt`,
  'old\n',
]);
// The benchmark adds up what it sees of the bystanders, so that their state in the arms shows in the metric.
const bench = '. ./code.sh\necho METRIC seen=$(cat *.txt 2>/dev/null | cksum | cut -d" " -f1)\n';
const files = { ...scriptFiles, ...Object.fromEntries(tracked), 'bench.sh': bench };

describe.each(oneKind)('with the %s client', (kind) => {
  test('with accept_dirty, bystanders are measured, never committed and never lost', async () => {
    const repository = makeRepository(files);
    const before = leaveWorkBehind(repository);
    const server = await connect({ directory: repository.root, kind });
    await server.ok('init_experiment', { ...scriptInit, accept_dirty: true });
    expect(status(repository)).toBe(before);
    const diff = repository.git('diff', 'HEAD');
    const description = 'a try';

    repository.write('code.sh', printing(110));
    repository.write('new.sh', 'new\n');
    repository.git('add', 'code.sh', 'new.sh');
    const worse = await server.ok('run_experiment', { description });
    expect(worse.files_changed).toEqual(['code.sh', 'new.sh']);
    const here = repository.git('-c', 'alias.s=!sh bench.sh', 's').split('\n')[1]?.split('=')[1];
    expect(worse.metrics).toEqual([{ name: 'seen', incumbent: Number(here), candidate: Number(here) }]);
    await server.ok('log_experiment', { run_id: worse.run_id, status: 'discard', description });
    expect(status(repository)).toBe(before);
    expect(repository.git('diff', 'HEAD')).toBe(diff);

    repository.write('code.sh', printing(90));
    const better = await server.ok('run_experiment', { description });
    await server.ok('log_experiment', { run_id: better.run_id, status: 'keep', description });
    expect(repository.git('diff', '--name-only', 'main', 'HEAD')).toBe('code.sh');
    expect(repository.git('show', 'HEAD:code.sh')).toBe(printing(90).trim());
    expect(status(repository)).toBe(before);
    expect(repository.git('diff', 'HEAD')).toBe(diff);
    expect(repository.git('show', ':both.txt')).toBe('staged first');
  });

  test("a candidate that touches an edited file is refused; the file is the user's", async () => {
    const repository = makeRepository(files);
    repository.write('edited.txt', 'by the user\n');
    const server = await connect({ directory: repository.root, kind });
    await server.ok('init_experiment', { ...scriptInit, accept_dirty: true });
    repository.write('edited.txt', 'by the agent\n');
    const error = await server.refused('run_experiment', { description: 'a try' });
    expect(error).toMatchObject({
      code: 'out_of_scope',
      files: [{ path: 'edited.txt', rule: 'bystander' }],
    });
  });

  test('untracked scripts and settings become a set-up commit; other untracked files stay untracked', async () => {
    const repository = makeRepository({ 'code.sh': printing(100) });
    const start = repository.git('rev-parse', 'HEAD');
    repository.write('autoresearch.sh', '. ./code.sh\n');
    repository.write('checks.sh', '#!/bin/sh\ntest -s code.sh\n', 0o755);
    repository.write('autoresearch.yaml', 'metric_name: size\ndirection: lower\n');
    repository.write('notes.txt', 'mine\n');
    const server = await connect({ directory: repository.root, kind });
    const started = await server.ok('init_experiment', { name: 'Set up' });
    expect(started.config).toMatchObject({ command: 'bash autoresearch.sh', checks_command: './checks.sh' });
    expect(repository.git('rev-parse', 'HEAD^', 'main').split('\n')).toEqual([start, start]);
    const setUp = repository.git('diff', '--name-only', 'HEAD^', 'HEAD').split('\n');
    expect(setUp).toEqual(['autoresearch.sh', 'autoresearch.yaml', 'checks.sh']);
    expect(repository.git('ls-tree', 'HEAD', 'checks.sh')).toMatch(/^100755 /);
    expect(status(repository)).toBe('?? notes.txt');
    repository.write('autoresearch.sh', 'echo METRIC size=1\n');
    expect(await server.refused('run_experiment', { description: 'cheat' })).toMatchObject({
      code: 'out_of_scope',
      files: [{ path: 'autoresearch.sh', rule: 'pinned' }],
    });
  });

  test('edits after the measurement stay when it is kept, and are saved when it is discarded', async () => {
    const { repository, server, started, attempt } = await startSession({ kind });
    const description = 'a try';
    const better = await attempt(printing(90));
    repository.write('code.sh', printing(89));
    repository.write('later.txt', 'later\n');
    const kept = await server.ok('log_experiment', { run_id: better.run_id, status: 'keep', description });
    expect(kept.edited_since).toEqual(['code.sh', 'later.txt']);
    expect(repository.git('show', 'HEAD:code.sh')).toBe(printing(90).trim());
    expect(status(repository)).toBe(' M code.sh\n?? later.txt');

    const worse = await attempt(printing(120));
    repository.write('code.sh', printing(121));
    repository.write('.autoresearch/plan.md', 'scratch\n');
    const discard = { run_id: worse.run_id, status: 'discard', description };
    const discarded = await server.ok('log_experiment', discard);
    expect(discarded.edited_since).toEqual(['code.sh']);
    expect(status(repository)).toBe('?? .autoresearch/plan.md');
    const saved = repository.git(
      'for-each-ref',
      '--format=%(refname)',
      `refs/autoresearch/${started.session_id}/edits`,
    );
    expect(discarded.notes.join()).toContain(saved);
    expect(repository.git('show', `${saved}:code.sh`)).toBe(printing(121).trim());
    expect(repository.git('show', `${saved}:later.txt`)).toBe('later');
  });
});
