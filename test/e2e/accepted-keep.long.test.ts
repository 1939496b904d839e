import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { connect } from '../support/connect.js';
import { eventually } from '../support/eventually.js';
import { isAlive } from '../support/gate.js';
import { printing, type SessionOptions, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const files = {
  'bench.sh': '. ./code.sh\n',
  'code.sh': printing(100),
  'other.sh': '# other\n',
  'gone.sh': '# gone\n',
};
const idea = '# an idea\n';

/** A session whose first run is too good to be believed, and changes, adds and deletes a file. */
async function startSuspicious(options: Partial<SessionOptions> = {}) {
  const session = await startSession({ kind: 'new', files, ...options });
  const { repository, server, attempt } = session;
  repository.write('added/new.sh', '# new\n');
  repository.remove('gone.sh');
  const first = await attempt(printing(5));
  expect(first).toMatchObject({ verdict: 'better', can_keep: false });
  const accept = async () => {
    const outcome = await commandLine(['accept', first.run_id], {
      home: server.home,
      directory: repository.root,
    });
    expect(outcome.stderr).toBe('');
    return (await server.ok('get_status')).pending_run;
  };
  return { ...session, first, accept };
}

test('keeping an accepted run brings its change in, beside what the agent is editing', async () => {
  const { repository, server, first, log, accept } = await startSuspicious();
  await log(first, 'discard');
  repository.write('other.sh', idea);
  repository.write('mine.sh', '# mine\n');
  const kept = await log(await accept(), 'keep');
  expect(kept).toMatchObject({ outcome: 'kept', edited_since: ['mine.sh', 'other.sh'] });
  expect(kept.notes.join()).not.toContain('too:');
  expect(repository.read('code.sh')).toBe(printing(5));
  expect(repository.read('added/new.sh')).toBe('# new\n');
  expect(repository.read('other.sh') + repository.read('mine.sh')).toBe(`${idea}# mine\n`);
  expect(repository.git('status', '--porcelain')).toBe(' M other.sh\n?? mine.sh');
  const next = await server.ok('run_experiment', { description: 'the idea' });
  expect(next.files_changed).toEqual(['mine.sh', 'other.sh']);
  expect(next.metric).toMatchObject({ incumbent: 5, candidate: 5 });
});

test('what the agent has edited as well stays as it is, and is named', async () => {
  const { repository, first, log, accept } = await startSuspicious();
  await log(first, 'discard');
  repository.write('code.sh', printing(99));
  repository.write('gone.sh', idea);
  repository.write('added', 'a file where a directory would have to be\n');
  const kept = await log(await accept(), 'keep');
  expect(kept.edited_since).toEqual(['added', 'added/new.sh', 'code.sh', 'gone.sh']);
  const notes = kept.notes.join('\n');
  expect(notes).toContain(
    'code.sh was edited here, too: it still is as you left it, not as the kept commit has it; `git checkout HEAD -- code.sh` takes the kept one.',
  );
  expect(notes).toContain('gone.sh was edited here, too');
  expect(repository.read('code.sh') + repository.read('gone.sh')).toBe(printing(99) + idea);
  expect(repository.read('added')).toContain('would have to be');
  repository.git('checkout', 'HEAD', '--', 'code.sh');
  expect(repository.read('code.sh')).toBe(printing(5));
});

test('ignored files that stand where the accepted run has its own are not written over', async () => {
  const { repository, first, log, accept } = await startSuspicious();
  await log(first, 'discard');
  repository.write('.git/info/exclude', 'added/\n');
  repository.write('added/new.sh', 'the only copy\n');
  const kept = await log(await accept(), 'keep');
  expect(kept.notes.join()).toContain('added/new.sh was edited here, too');
  expect(repository.read('added/new.sh')).toBe('the only copy\n');
  expect(repository.read('code.sh')).toBe(printing(5));
});

test('discarding the run that measured it again touches no file of the agent', async () => {
  const { repository, started, first, log, accept } = await startSuspicious();
  await log(first, 'discard');
  repository.write('code.sh', printing(99));
  repository.write('mine.sh', '# mine\n');
  repository.git('add', 'mine.sh');
  const discarded = await log(await accept(), 'discard');
  expect(discarded).toMatchObject({ outcome: 'discarded', edited_since: ['code.sh', 'mine.sh'] });
  expect(discarded.summary).toContain('your other edits stay');
  expect(repository.git('status', '--porcelain')).toBe(' M code.sh\nA  mine.sh');
  expect(repository.read('code.sh')).toBe(printing(99));
  const refs = `refs/autoresearch/${started.session_id}/edits`;
  expect(repository.git('for-each-ref', refs)).toBe('');
});

test('a candidate that still stood there when it was accepted goes with the discard; other edits stay', async () => {
  const { repository, log, accept } = await startSuspicious();
  repository.write('other.sh', idea);
  const again = await accept();
  expect(repository.read('code.sh')).toBe(printing(5));
  expect(await log(again, 'discard')).toMatchObject({ edited_since: ['other.sh'] });
  expect(repository.read('code.sh')).toBe(printing(100));
  expect(repository.git('status', '--porcelain')).toBe(' M other.sh');
});

test('a run that is kept after its discard comes in beside other edits, too', async () => {
  const { repository, attempt, log } = await startSession({ kind: 'new', files });
  const run = await attempt(printing(90));
  await log(run, 'discard');
  repository.write('other.sh', idea);
  expect(await log(run, 'keep')).toMatchObject({ outcome: 'kept', edited_since: ['other.sh'] });
  expect(repository.read('code.sh')).toBe(printing(90));
  expect(repository.git('status', '--porcelain')).toBe(' M other.sh');
});

test('SIGKILL while the files are written: the next server finishes it', async () => {
  const repository = makeRepository({ ...files, '.gitattributes': 'code.sh filter=deadly\n' });
  const victim = join(temporaryDirectory(), 'victim');
  const smudge = `if [ -e ${victim} ]; then kill -9 $(cat ${victim}); rm ${victim}; exit 1; fi; cat`;
  repository.git('config', 'filter.deadly.smudge', smudge);
  repository.git('config', 'filter.deadly.clean', 'cat');
  repository.git('config', 'filter.deadly.required', 'true');
  const { server, first, log, accept } = await startSuspicious({ repository });
  await log(first, 'discard');
  repository.write('other.sh', idea);
  const again = await accept();
  writeFileSync(victim, String(server.pid));
  const call = server.call('log_experiment', { run_id: again.run_id, status: 'keep', description: 'keep' });
  await Promise.allSettled([call]);
  await eventually('the server to be gone', () => !isAlive(server.pid));
  expect(existsSync(victim)).toBe(false);
  const next = await connect({ directory: repository.root, home: server.home });
  const { notes, recent_runs: runs } = await next.ok('get_status');
  expect(runs[0]).toMatchObject({ run: 2, outcome: 'kept' });
  expect(notes.join()).toContain('finished the keep');
  expect(repository.read('code.sh')).toBe(printing(5));
  expect(repository.read('added/new.sh')).toBe('# new\n');
  expect(repository.git('status', '--porcelain')).toBe(' M other.sh');
});
