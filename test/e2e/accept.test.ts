import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { serverPath } from '../support/connect.js';
import { storedRuns } from '../support/database.js';
import { makeGate } from '../support/gate.js';
import { printing, type SessionOptions, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

/** A session whose first run is too good to be believed and was discarded, and a person who may accept it. */
async function startSuspicious(options: Partial<SessionOptions> = {}, code = printing(5)) {
  const files = { 'bench.sh': '. ./code.sh\n', 'code.sh': printing(100), 'other.sh': '# other\n' };
  const session = await startSession({ kind: 'new', files, ...options });
  const { repository, server, attempt, log } = session;
  const first = await attempt(code);
  expect(first).toMatchObject({ verdict: 'better', can_keep: false });
  await log(first, 'discard');
  const accept = (id: string, ...args: string[]) =>
    commandLine(['accept', id, ...args], { home: server.home, directory: repository.root });
  return { ...session, first, accept };
}

const inPlace = { init: { isolation: 'in-place' } };

describe("in the user's own directory", () => {
  test('another branch is left alone, and so is a merge', async () => {
    const { repository, server, first, accept } = await startSuspicious(inPlace);
    repository.git('switch', '-q', 'main');
    repository.write('other.sh', '# on main\n');
    const refused = await accept(first.run_id);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('but main is checked out');
    repository.write('.git/MERGE_HEAD', repository.git('rev-parse', 'HEAD'));
    expect((await accept(first.run_id)).stderr).toContain('a merge is in progress');
    expect(repository.git('status', '--porcelain')).toBe(' M other.sh');
    expect(storedRuns(server.home)).toHaveLength(2);
  });

  test('the terminal says that it is used; edits made meanwhile are named where the agent looks', async () => {
    const gate = makeGate();
    onTestFinished(gate.open);
    const waiting = `[ ! -e .git/hold ] || {\n${gate.code}}\n`;
    const { repository, server, started, first, accept } = await startSuspicious(
      inPlace,
      waiting + printing(5),
    );
    repository.write('.git/hold', '');
    const accepting = accept(first.run_id);
    await gate.reached();
    repository.write('other.sh', '# an idea\n');
    gate.open();
    const { code, stdout } = await accepting;
    expect(code).toBe(1);
    expect(stdout).toContain(`That may need ${repository.root} itself: do not edit files`);
    const prefix = `refs/autoresearch/${started.session_id}/edits/`;
    expect(stdout).toContain(`The edits are saved under ${prefix}.`);
    const saved = repository.git('for-each-ref', '--format=%(refname)', prefix).split('\n').at(-1) ?? '';
    expect(repository.git('show', `${saved}:other.sh`)).toBe('# an idea');
    const { notes } = await server.ok('get_status');
    expect(notes.join()).toContain(`\`git checkout ${saved} -- <path>\` takes them.`);
    // What the agent had begun is gone: it must not take the directory for what it left.
    const refused = await server.refused('run_experiment', { description: 'the idea' });
    expect(refused).toMatchObject({ code: 'unchanged' });
    expect(refused.hint).toContain(saved);
    repository.write('other.sh', '# another\n');
    const next = await server.ok('run_experiment', { description: 'another' });
    expect(next.notes.join()).toContain(saved);
  });
});

test.each(['10s', 'abc', '', '-1', 'Infinity', '1e308'])('--wait %j is refused at once', async (wait) => {
  const directory = temporaryDirectory();
  const args = ['accept', 'small-k3f9.1', '--wait', wait];
  const { code, stdout, stderr } = await commandLine(args, { home: directory, directory });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('a number of seconds from 0 to 86400');
});

test('what it waits for is said at once, and that it is over', async () => {
  const gate = makeGate();
  onTestFinished(gate.open);
  const { repository, server, first, accept, log } = await startSuspicious();
  repository.write('code.sh', gate.code + printing(90));
  const { run_id } = await server.ok('run_experiment', { description: 'a try', wait_seconds: 0 });
  await gate.reached();
  const short = await accept(first.run_id, '--wait', '0.2');
  expect(short).toMatchObject({ code: 1 });
  expect(short.stdout).toContain(`The code of ${first.run_id} will be measured again; waiting for at most`);
  expect(short.stdout).toContain(`${run_id} is still being measured`);
  gate.open();
  const run = await server.ok('run_experiment', { run_id });
  const pending = await accept(first.run_id, '--wait', '0.2');
  expect(pending.stdout).toContain(`${run_id} (better) has not been logged yet`);
  await log(run, 'discard');
  const { code, stdout } = await accept(first.run_id, '--wait', '0');
  expect(code).toBe(0);
  expect(stdout).not.toContain('waiting');
  expect(stdout).toContain('It can be kept');
});

test('a run is measured again once against an incumbent, and the again-run never', async () => {
  const { server, started, first, accept, log, settle } = await startSuspicious();
  expect(await accept(first.run_id)).toMatchObject({ code: 0 });
  const again = `${started.session_id}.2`;
  const twice = await accept(first.run_id);
  expect(twice).toMatchObject({ code: 1, stdout: '' });
  expect(twice.stderr).toContain(`already measured again as ${again}: better.`);
  const third = await accept(again);
  expect(third).toMatchObject({ code: 1, stdout: '' });
  expect(third.stderr).toContain(`Run ${again} is ${first.run_id}, measured again`);
  await log({ run_id: again }, 'discard');
  expect((await accept(first.run_id)).stderr).toContain(`already measured again as ${again}`);
  expect(storedRuns(server.home)).toHaveLength(3);

  await settle(printing(90), 'keep');
  expect(await accept(first.run_id)).toMatchObject({ code: 0 });
  expect(storedRuns(server.home)).toHaveLength(5);
});

test('one that was cut off may be asked for again, and goes on with what was drawn', async () => {
  const gate = makeGate();
  onTestFinished(gate.open);
  const hold = join(temporaryDirectory(), 'hold');
  const code = `[ ! -e ${hold} ] || {\n${gate.code}}\n${printing(5)}`;
  const { repository, server, first, accept } = await startSuspicious({}, code);
  writeFileSync(hold, '');
  const env = { ...process.env, AUTORESEARCH_HOME: server.home };
  const args = [serverPath, 'accept', first.run_id];
  const accepting = spawn(process.execPath, args, { cwd: repository.root, env, stdio: 'ignore' });
  const ended = new Promise((resolve) => accepting.once('exit', resolve));
  await gate.reached();
  expect((await accept(first.run_id)).stderr).toContain('is being measured again already');
  accepting.kill('SIGTERM');
  await ended;
  rmSync(hold);
  expect(await accept(first.run_id)).toMatchObject({ code: 0 });
  expect(storedRuns(server.home).slice(2)).toMatchObject([
    { number: 2, verdict: 'interrupted', series: 2 },
    { number: 3, verdict: 'better', series: 2 },
  ]);
});
