import { expect, test } from 'vitest';
import { countRows } from '../support/database.js';
import { printing, scriptInit, startSession } from '../support/session.js';
import type { TestRepository } from '../support/test-repository.js';

const description = 'a try';

/** What somebody does who wants a tidy repository. */
function loseCandidates({ git }: TestRepository): void {
  const refs = git('for-each-ref', '--format=%(refname)', 'refs/autoresearch').split('\n');
  for (const ref of refs) git('update-ref', '-d', ref);
  git('gc', '-q', '--prune=now');
}

test('refs deleted and collected: whatever fails names restart: true, which always works', async () => {
  const { repository, server, started, attempt, settle } = await startSession({ kind: 'new' });
  await settle(printing(90), 'keep');
  const { run_id } = await attempt(printing(80));
  loseCandidates(repository);
  const discard = { run_id, status: 'discard', description };
  const calls = [
    ['log_experiment', discard],
    ['log_experiment', discard],
    ['run_experiment', { description }],
    ['init_experiment', scriptInit],
  ] as const;
  for (const [tool, call] of calls) {
    const error = await server.refused(tool, call);
    expect(error.hint).toContain('restart: true');
  }
  const status = await server.ok('get_status');
  expect(status.next_step).toContain('restart: true');
  repository.git('stash', '-q');
  const again = await server.ok('init_experiment', { ...scriptInit, name: 'Again', restart: true });
  expect(again).toMatchObject({ verdict: 'baseline', metric: { incumbent: 90 } });
  expect(again.notes.join()).toContain(`${started.session_id} was ended for this one`);
  expect(again.notes.join()).toContain('left as it stood');
  repository.write('code.sh', printing(70));
  expect(await server.ok('run_experiment', { description })).toMatchObject({ verdict: 'better' });
  const told = `kind = 'not recovered' AND session_id = '${started.session_id}'`;
  expect(countRows(server.home, 'events', told)).toBe(1);
});

test('what git collects of a session that has all its refs is not missed', async () => {
  const { repository, settle, attempt } = await startSession({ kind: 'new', init: { editable: ['*.sh'] } });
  repository.git('prune', '--expire=now');
  expect(await settle(printing(110), 'discard')).toMatchObject({ verdict: 'not_better' });
  repository.git('gc', '-q', '--prune=now');
  expect(await attempt(printing(80))).toMatchObject({ verdict: 'better' });
});

test('a restart that is refused has ended nothing', async () => {
  const { repository, server, attempt } = await startSession({ kind: 'new' });
  const { run_id } = await attempt(printing(80));
  loseCandidates(repository);
  await server.refused('log_experiment', { run_id, status: 'discard', description });
  const error = await server.refused('init_experiment', { ...scriptInit, restart: true });
  expect(error).toMatchObject({ code: 'dirty_worktree' });
  expect(await server.ok('get_status')).toMatchObject({ session: { state: 'active' } });
});
