import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { type ClientKind, type Connected, connect, oneKind } from '../support/connect.js';
import { makeRepository, type TestRepository } from '../support/test-repository.js';

/** What a benchmark measures that looks at the user's checkout wherever it runs. */
interface Fooled {
  readonly repository: TestRepository;
  readonly command: string;
  /** The file whose value the benchmark prints. */
  readonly source: string;
  readonly sourceOf: (value: number) => string;
  readonly init?: Readonly<Record<string, unknown>>;
}

function pythonEditableInstall(): Fooled {
  const sourceOf = (value: number) => `value = ${value}\n`;
  const repository = makeRepository({
    'src/fast.py': sourceOf(100),
    'bench.py': 'import fast\nprint(f"METRIC size={fast.value}")\n',
    '.gitignore': '.venv/\n__pycache__/\n',
  });
  execFileSync('python3', ['-m', 'venv', '--without-pip', join(repository.root, '.venv')]);
  const find = ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'];
  const packages = execFileSync(join(repository.root, '.venv/bin/python'), find, { encoding: 'utf8' }).trim();
  writeFileSync(join(packages, '__editable__.fast.pth'), `${repository.root}/src\n`);
  return { repository, command: '.venv/bin/python -B bench.py', source: 'src/fast.py', sourceOf };
}

function npmWorkspaceLink(): Fooled {
  const sourceOf = (value: number) => `module.exports = ${value};\n`;
  const repository = makeRepository({
    'package.json': '{"private": true, "workspaces": ["packages/*"]}\n',
    'packages/pkg/index.js': sourceOf(100),
    'bench.js': 'process.stdout.write("METRIC size=" + require("pkg"));\n',
    '.gitignore': 'node_modules\n',
  });
  mkdirSync(join(repository.root, 'node_modules'));
  symlinkSync('../packages/pkg', join(repository.root, 'node_modules/pkg'));
  const source = 'packages/pkg/index.js';
  return { repository, command: 'node bench.js', source, sourceOf, init: { share: ['node_modules'] } };
}

function absolutePath(): Fooled {
  const repository = makeRepository({
    'value.txt': '100\n',
    'bench.sh': 'echo METRIC size=$(cat "$(dirname "$0")/value.txt")\n',
  });
  const command = `sh ${repository.root}/bench.sh`;
  return { repository, command, source: 'value.txt', sourceOf: (value) => `${value}\n` };
}

const cases: [string, () => Fooled][] = [
  ['a Python editable install', pythonEditableInstall],
  ['an npm workspace link', npmWorkspaceLink],
  ["the checkout's absolute path", absolutePath],
];

async function start(kind: ClientKind, fooled: Fooled, init: Readonly<Record<string, unknown>>) {
  const server = await connect({ directory: fooled.repository.root, kind });
  const settings = { name: 'Fooled', metric_name: 'size', direction: 'lower', command: fooled.command };
  return { server, started: await server.ok('init_experiment', { ...settings, ...fooled.init, ...init }) };
}

/** Keep a better one and discard a worse one: both must have been measured for what they are. */
async function expectHonest(server: Connected, { repository, source, sourceOf }: Fooled): Promise<void> {
  for (const [value, verdict, status] of [
    [90, 'better', 'keep'],
    [95, 'not_better', 'discard'],
  ] as const) {
    repository.write(source, sourceOf(value));
    const before = pictureOf(repository);
    const run = await server.ok('run_experiment', { description: 'a try' });
    expect(run).toMatchObject({ verdict, metric: { candidate: value } });
    expect(pictureOf(repository)).toEqual(before);
    await server.ok('log_experiment', { run_id: run.run_id, status, description: 'a try' });
  }
  expect(repository.read(source)).toBe(sourceOf(90));
  expect(repository.git('status', '--porcelain')).toBe('');
}

describe.each(oneKind)('with the %s client', (kind) => {
  test.each(cases)('%s is found out at init when `editable` is given', async (_, make) => {
    const fooled = make();
    const { server, started } = await start(kind, fooled, { editable: [fooled.source] });
    expect(started.plan).toContain('Measured in your checkout');
    expect(started.plan).toContain('the command measures code elsewhere');
    await expectHonest(server, fooled);
  });

  test.each(cases)('%s is found out at the first candidate otherwise', async (_, make) => {
    const fooled = make();
    const { server, started } = await start(kind, fooled, {});
    expect(started.plan).toContain('directories of its own');
    await expectHonest(server, fooled);
    expect((await server.ok('get_status')).session.isolation).toBe('in-place');
  });
});

test('without the link, a benchmark that needs it fails in the arms and goes in place', async () => {
  const fooled = npmWorkspaceLink();
  const { server, started } = await start('new', { ...fooled, init: {} }, {});
  expect(started.plan).toContain('the baseline failed');
  await expectHonest(server, fooled);
});

describe('a benchmark that reads nothing editable', () => {
  const files = { 'code.txt': 'code\n', 'bench.sh': 'echo METRIC size=100\n' };
  const init = { name: 'Blind', metric_name: 'size', direction: 'lower', command: 'sh bench.sh' };

  test('is refused, and nothing is changed', async () => {
    const repository = makeRepository(files);
    const before = pictureOf(repository);
    const server = await connect({ directory: repository.root });
    const error = await server.refused('init_experiment', { ...init, editable: ['code.txt'] });
    expect(error.code).toBe('arms_not_effective');
    expect(pictureOf(repository)).toEqual(before);
  });

  test.each(['isolated', 'in-place'])('is warned of when isolation is %s', async (isolation) => {
    const repository = makeRepository(files);
    const server = await connect({ directory: repository.root });
    const started = await server.ok('init_experiment', { ...init, editable: ['code.txt'], isolation });
    expect(started.plan).toContain('Warning');
    repository.write('code.txt', 'edited\n');
    expect(await server.ok('run_experiment', { description: 'd' })).toMatchObject({ verdict: 'not_better' });
  });

  test('is noted at the first candidate when `editable` is left out', async () => {
    const repository = makeRepository(files);
    const server = await connect({ directory: repository.root });
    await server.ok('init_experiment', init);
    repository.write('code.txt', 'edited\n');
    const run = await server.ok('run_experiment', { description: 'd' });
    expect(run).toMatchObject({ verdict: 'not_better', can_keep: false });
    expect(run.notes.join()).toContain('does not read them');
    expect(repository.read('code.txt')).toBe('edited\n');
    expect((await server.ok('get_status')).session.isolation).toBe('isolated');
  });
});
