import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Connected, connect, expecting, oneKind } from '../support/connect.js';
import { countRows } from '../support/database.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository, type TestRepository } from '../support/test-repository.js';

const description = 'a try';
const secret = 'unseen-by-all';

interface Holdout {
  /** Shell line, of a program outside of everything. */
  readonly command: string;
  readonly script: string;
  readonly directory: string;
  /** How often it has run. */
  readonly runs: () => number;
}

/** A hold-out that refuses code which says `memorised`, tells of itself on both streams, and counts. */
function makeHoldout(): Holdout {
  const directory = join(temporaryDirectory(), secret);
  mkdirSync(directory);
  const [script, count] = [join(directory, 'judge.sh'), join(directory, 'count')];
  const tell = `echo METRIC size=1 ${secret}; echo ${secret} >&2`;
  const judge = `#!/bin/sh\necho x >> ${count}\n${tell}\n! grep -q memorised code.sh\n`;
  writeFileSync(script, judge, { mode: 0o755 });
  return {
    command: `${script} --of ${secret}`,
    script,
    directory,
    runs: () => (existsSync(count) ? readFileSync(count, 'utf8').length / 2 : 0),
  };
}

/** A client whose every result and refusal is searched for what nobody is to be told. */
function suspicious(server: Connected): Connected {
  const call: Connected['call'] = async (name, args, signal) => {
    const outcome = await server.call(name, args, signal);
    expect(JSON.stringify(outcome)).not.toContain(secret);
    return outcome;
  };
  return { ...server, call, ...expecting(call) };
}

function userConfig(text: string): Readonly<Record<string, string>> {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'autoresearch-mcp'));
  writeFileSync(join(directory, 'autoresearch-mcp/config.yaml'), text);
  return { XDG_CONFIG_HOME: directory };
}

function sourcesOf({ command }: Holdout) {
  return {
    'the option of the server': { options: ['--holdout-command', command] },
    "the user's config file": { env: userConfig(`holdout_command: ${JSON.stringify(command)}\n`) },
  };
}

function tryOut(server: Connected, repository: TestRepository, code: string) {
  repository.write('code.sh', code);
  return server.ok('run_experiment', { description });
}

describe.each(oneKind)('with the %s client', (kind) => {
  test.each(['the option of the server', "the user's config file"] as const)(
    'from %s: it has the last word, once, and nobody is told of it',
    async (source) => {
      const holdout = makeHoldout();
      const repository = makeRepository({ ...scriptFiles, 'checks.sh': 'exit 0\n' });
      const first = await connect({ directory: repository.root, kind, ...sourcesOf(holdout)[source] });
      const server = suspicious(first);
      const { session_id } = await server.ok('init_experiment', scriptInit);
      expect(holdout.runs()).toBe(1);
      const log = (run_id: string, status: string) =>
        server.ok('log_experiment', { run_id, status, description });

      const worse = await tryOut(server, repository, printing(120));
      expect([worse.verdict, holdout.runs()]).toEqual(['not_better', 1]);
      await log(worse.run_id, 'discard');

      const code = `: memorised\n${printing(50)}`;
      const memorised = await tryOut(server, repository, code);
      expect(memorised).toMatchObject({ verdict: 'constraint_violated', can_keep: false });
      expect(memorised.reason).toContain('hold-out');
      expect(holdout.runs()).toBe(2);
      const keep = { run_id: memorised.run_id, status: 'keep', description };
      expect(await server.refused('log_experiment', keep)).toMatchObject({ code: 'keep_refused' });
      for (const include of [['output'], ['diff', 'samples']])
        await server.ok('get_run', { run_id: memorised.run_id, include });
      expect(readFileSync(memorised.log_path, 'utf8')).not.toContain(secret);
      await log(memorised.run_id, 'discard');
      repository.write('code.sh', code);
      const again = await server.refused('run_experiment', { description });
      expect(again).toMatchObject({ code: 'already_measured', verdict: 'constraint_violated' });
      expect(holdout.runs()).toBe(2);

      const honest = await tryOut(server, repository, printing(80));
      expect(honest).toMatchObject({ verdict: 'better', can_keep: true });
      expect(holdout.runs()).toBe(3);
      expect(await log(honest.run_id, 'keep')).toMatchObject({ outcome: 'kept' });
      await server.ok('get_status');
      await server.ok('end_session', { session_id });
      expect(first.progress.join()).not.toContain(secret);
    },
  );
});

test('what a hold-out writes into the checkout is put back, and nobody is told', async () => {
  const script = join(temporaryDirectory(), 'judge.sh');
  writeFileSync(script, `#!/bin/sh\necho ${secret} > score.txt; echo ${secret} >> code.sh\n`, {
    mode: 0o755,
  });
  const { repository, server, attempt, log } = await startSession({
    kind: 'new',
    init: { isolation: 'in-place' },
    connect: { options: ['--holdout-command', script] },
  });
  const run = await attempt(printing(90));
  expect(run).toMatchObject({ verdict: 'better', can_keep: true });
  const details = await server.ok('get_run', { run_id: run.run_id, include: ['output', 'diff'] });
  expect(JSON.stringify([run, details, await server.ok('get_status')])).not.toMatch(/score|unseen/);
  expect(repository.read('code.sh')).toBe(printing(90));
  await log(run, 'keep');
  expect(repository.git('status', '--porcelain')).toBe('');
});

test('a baseline that does not pass is none, and says no more', async () => {
  const { command } = makeHoldout();
  const repository = makeRepository({ ...scriptFiles, 'code.sh': `: memorised\n${printing(100)}` });
  const options = ['--holdout-command', command];
  const server = suspicious(await connect({ directory: repository.root, options }));
  const failed = await server.refused('init_experiment', { ...scriptInit, isolation: 'isolated' });
  expect(failed).toMatchObject({ code: 'baseline_failed' });
  expect(failed.message).toContain('hold-out');
});

test('neither a tool nor the repository can give one', async () => {
  const repository = makeRepository({ ...scriptFiles, 'autoresearch.yaml': 'holdout_command: "true"\n' });
  const server = await connect({ directory: repository.root });
  const inFile = await server.refused('init_experiment', scriptInit);
  expect(inFile.code).toBe('invalid_config');
  expect(inFile.message).toContain('holdout_command');
  repository.write('autoresearch.yaml', '');
  const argument = await server.refused('init_experiment', { ...scriptInit, holdout_command: 'true' });
  expect(argument.code).toBe('invalid_config');
  expect(countRows(server.home, 'sessions')).toBe(0);
});

test('a session keeps its hold-out where a server without one, or with another, goes on', async () => {
  const holdout = makeHoldout();
  const { repository, server } = await startSession({
    kind: 'new',
    connect: { options: ['--holdout-command', holdout.command] },
  });
  await server.close();
  const options = ['--holdout-command', 'false'];
  for (const [number, other] of [{}, { options }].entries()) {
    const next = await connect({ directory: repository.root, home: server.home, ...other });
    const run = await tryOut(next, repository, `: memorised ${number}\n${printing(50 - number)}`);
    expect(run).toMatchObject({ verdict: 'constraint_violated', can_keep: false });
    expect(holdout.runs()).toBe(2 + number);
    await next.ok('log_experiment', { run_id: run.run_id, status: 'discard', description });
    await next.close();
  }
});

test('a hold-out that was changed, or that is changed by the candidate, is as good as failed, and is not named', async () => {
  const holdout = makeHoldout();
  const { repository, server, attempt, log } = await startSession({
    kind: 'new',
    connect: { options: ['--holdout-command', `sh '${holdout.script}'`] },
  });
  const careful = suspicious(server);
  const before = readFileSync(holdout.script, 'utf8');
  const reached = holdout.script.replace(secret, 'unseen*');
  const loosen = `for each in ${reached}; do printf 'exit 0' > $each; done\n`;
  const run = await attempt(`: memorised\n${loosen}${printing(50)}`);
  expect(run).toMatchObject({ verdict: 'invalid_metric' });
  expect(JSON.stringify(run)).not.toContain(secret);
  await log(run, 'discard');
  repository.write('code.sh', printing(90));
  const refused = await careful.refused('run_experiment', { description });
  expect(refused).toMatchObject({ code: 'out_of_scope', files: [{ rule: 'pinned' }] });
  writeFileSync(holdout.script, before);
  chmodSync(holdout.script, 0o755);
  expect(await tryOut(careful, repository, printing(90))).toMatchObject({ verdict: 'better' });
});

test("a user's config file that is wrong is told by the first call", async () => {
  const { root } = makeRepository(scriptFiles);
  for (const [text, word] of [
    ['holdout_comand: "true"\n', 'holdout_command'],
    ['holdout_command: 7\n', 'holdout_command'],
    ['- [\n', 'config.yaml'],
  ] as const) {
    const server = await connect({ directory: root, env: userConfig(text) });
    const refused = await server.refused('get_status');
    expect(refused.code).toBe('invalid_config');
    expect(refused.message + refused.hint).toContain(word);
    expect(refused.message).toContain('config.yaml');
  }
});
