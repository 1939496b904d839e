import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connect, oneKind } from '../support/connect.js';
import { countRows, storedRuns, storedSamples } from '../support/database.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository, type TestRepository } from '../support/test-repository.js';

const description = 'a try';

/** A repository whose benchmark reads a shared directory that git ignores; one more file lies beside everything. */
function dataRepository(inputs: readonly string[], code = printing(100)): TestRepository {
  const repository = makeRepository({
    ...scriptFiles,
    'code.sh': code,
    'autoresearch.yaml': `pinned_inputs: ${JSON.stringify(inputs)}\nshare: [data]\nkill_grace_seconds: 0.2\n`,
    '.gitignore': 'data\n*.local\n',
  });
  repository.write('data/set/a.csv', '1,2\n');
  repository.write('data/set/b.csv', '3,4\n');
  repository.write('data/set/notes.txt', 'notes\n');
  repository.write('weights.local', 'w\n');
  return repository;
}

interface Change {
  readonly entry: string;
  /** Below the repository. */
  readonly path: string;
  readonly make: (path: string) => void;
}

const sameSizeAndTime = (path: string) => {
  const { atime, mtime } = lstatSync(path);
  writeFileSync(path, readFileSync(path, 'utf8').replace(/./, 'X'));
  utimesSync(path, atime, mtime);
};
const byLink = (path: string) => {
  renameSync(path, `${path}.local`);
  symlinkSync(`${path}.local`, path);
};
const edited = (path: string) => writeFileSync(path, 'edited\n');
const deleted = (path: string) => rmSync(path);
const executable = (path: string) => chmodSync(path, 0o755);
const added = (path: string) => writeFileSync(path, 'new\n');

const changes: [what: string, change: Change][] = [
  ['edited', { entry: 'data/set/a.csv', path: 'data/set/a.csv', make: edited }],
  ['edited in place, where no arm links to', { entry: '*.local', path: 'weights.local', make: edited }],
  ['of the same size and time', { entry: 'data', path: 'data/set/b.csv', make: sameSizeAndTime }],
  ['deleted', { entry: './data/set/', path: 'data/set/a.csv', make: deleted }],
  ['added to a directory', { entry: 'data/set', path: 'data/set/new.bin', make: added }],
  ['added to a glob', { entry: 'data/**/*.csv', path: 'data/c.csv', make: added }],
  ['replaced by a link', { entry: 'data/**', path: 'data/set/a.csv', make: byLink }],
  ['made executable', { entry: 'weights.local', path: 'weights.local', make: executable }],
];

/** What stands at a path, and how to put it back. */
function keep(path: string): () => void {
  const before = lstatSync(path, { throwIfNoEntry: false });
  const content = before === undefined ? undefined : readFileSync(path);
  return () => {
    rmSync(path, { force: true });
    rmSync(`${path}.local`, { force: true });
    if (before !== undefined && content !== undefined) writeFileSync(path, content, { mode: before.mode });
  };
}

describe.each(oneKind)('with the %s client', (kind) => {
  test.each(changes)('an input that was %s is refused by name until it is put back', async (_, change) => {
    const repository = dataRepository([change.entry]);
    const { server, attempt } = await startSession({ kind, repository });
    const path = join(repository.root, change.path);
    const putBack = keep(path);
    const started = join(temporaryDirectory(), 'started');
    const code = `echo x >> ${started}\n${printing(90)}`;
    repository.write('code.sh', code);
    change.make(path);
    const refused = await server.refused('run_experiment', { description });
    expect(refused).toMatchObject({ code: 'out_of_scope' });
    expect(refused.files).toContainEqual({ path, rule: 'pinned' });
    expect(refused.message).toContain(path);
    expect(countRows(server.home, 'runs', 'number > 0')).toBe(0);
    expect(lstatSync(started, { throwIfNoEntry: false })).toBeUndefined();
    putBack();
    expect(await attempt(code)).toMatchObject({ run: 1, verdict: 'better' });
  });

  test('an input that the candidate changes while it is measured leaves it without a number', async () => {
    const repository = dataRepository(['data/set']);
    const { server, attempt, log } = await startSession({ kind, repository });
    const path = join(repository.root, 'data/set/a.csv');
    const run = await attempt(`echo 9 > data/set/a.csv\n${printing(10)}`);
    expect(run).toMatchObject({ verdict: 'invalid_metric', can_keep: false });
    expect(run.reason).toContain(path);
    expect(run.metric).not.toHaveProperty('candidate');
    expect(storedRuns(server.home)[1]).toMatchObject({ verdict: 'invalid_metric', value: null });
    expect(storedSamples(server.home, 1)).toMatchObject([{ status: 'invalid_metric', value: null }]);
    await log(run, 'discard');
    repository.write('code.sh', printing(90));
    const refused = await server.refused('run_experiment', { description });
    expect(refused).toMatchObject({ code: 'out_of_scope', files: [{ path, rule: 'pinned' }] });
    repository.write('data/set/a.csv', '1,2\n');
    expect(await attempt(printing(90))).toMatchObject({ verdict: 'better' });
  });

  test('a baseline that changes an input is none, and names it', async () => {
    const code = `date +%s%N >> data/set/a.csv\n${printing(100)}`;
    const repository = dataRepository(['data/set/*.csv'], code);
    const server = await connect({ directory: repository.root, kind });
    const failed = await server.refused('init_experiment', { ...scriptInit, isolation: 'isolated' });
    expect(failed).toMatchObject({ code: 'baseline_failed', verdict: 'invalid_metric' });
    expect(failed.message).toContain(join(repository.root, 'data/set/a.csv'));
    expect(repository.git('branch', '--list', 'autoresearch/*')).toBe('');
  });
});

test('an absolute path, a link to a directory and a name that is not UTF-8 are inputs as well', async () => {
  const beside = temporaryDirectory();
  const odd = Buffer.concat([Buffer.from(`${beside}/odd`), Buffer.from([0xff])]);
  writeFileSync(odd, 'odd\n');
  mkdirSync(join(beside, 'real'));
  writeFileSync(join(beside, 'real', 'x [1]'), 'x\n');
  symlinkSync(join(beside, 'real'), join(beside, 'link'));
  const repository = dataRepository([`${beside}/odd*`, `${beside}/link`]);
  const { server, attempt, log } = await startSession({ kind: 'new', repository });
  repository.write('code.sh', printing(120));
  writeFileSync(odd, 'ode\n');
  expect(await server.refused('run_experiment', { description })).toMatchObject({
    code: 'out_of_scope',
    files: [{ path: `${beside}/odd\ufffd` }],
  });
  writeFileSync(odd, 'odd\n');
  await log(await attempt(printing(120)), 'discard');
  writeFileSync(join(beside, 'real', 'x [1]'), 'y\n');
  repository.write('code.sh', printing(130));
  expect(await server.refused('run_experiment', { description })).toMatchObject({
    files: [{ path: `${beside}/link/x [1]` }],
  });
});

test('an input that git tracks, or that is uncommitted, is held in the arms, too', async () => {
  const files = { 'tracked.csv': '1\n', 'autoresearch.yaml': 'pinned_inputs: ["*.csv"]\n' };
  const repository = makeRepository({ ...scriptFiles, ...files });
  repository.write('mine.csv', '2\n');
  const { attempt, log } = await startSession({ kind: 'new', repository });
  for (const name of ['tracked.csv', 'mine.csv']) {
    const run = await attempt(`echo 0 > ${name}\n${printing(10)}`);
    expect(run).toMatchObject({ verdict: 'invalid_metric' });
    expect(run.reason).toContain(name);
    await log(run, 'discard');
  }
  expect(repository.read('tracked.csv') + repository.read('mine.csv')).toBe('1\n2\n');
  expect(await attempt(printing(90))).toMatchObject({ verdict: 'better' });
});

test('a glob over everything does not take what git writes for an input', async () => {
  const repository = dataRepository(['**/*']);
  const { server } = await startSession({ kind: 'new', repository });
  expect(await server.refused('run_experiment', { description })).toMatchObject({ code: 'unchanged' });
  // Then code.sh is one: the settings say so.
  repository.write('code.sh', printing(90));
  const refused = await server.refused('run_experiment', { description });
  expect(refused).toMatchObject({ files: [{ path: join(repository.root, 'code.sh') }] });
});

test('an entry that stands for nothing is refused, and the session before goes on', async () => {
  const repository = dataRepository(['data']);
  const { server, started } = await startSession({ kind: 'new', repository });
  for (const entry of ['data/no-such-file', 'data/*.parquet', '/no/such/place']) {
    repository.git('restore', '.');
    repository.write('autoresearch.yaml', `pinned_inputs: ["${entry}"]\nshare: [data]\n`);
    const again = { ...scriptInit, restart: true, accept_dirty: true };
    const refused = await server.refused('init_experiment', again);
    expect(refused).toMatchObject({ code: 'invalid_config', key: 'pinned_inputs' });
    expect(refused.message).toContain(entry);
  }
  repository.git('restore', '.');
  expect((await server.ok('get_status')).session).toMatchObject({ id: started.session_id, state: 'active' });
  expect(countRows(server.home, 'sessions')).toBe(1);
  expect(countRows(server.home, 'runs')).toBe(1);
});

test('pinned_inputs are no argument of init_experiment', async () => {
  const repository = dataRepository(['data']);
  const server = await connect({ directory: repository.root });
  const refused = await server.refused('init_experiment', { ...scriptInit, pinned_inputs: [] });
  expect(refused.code).toBe('invalid_config');
  expect(countRows(server.home, 'sessions')).toBe(0);
});
