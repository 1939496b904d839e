import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { oneKind } from '../support/connect.js';
import { printing, scriptFiles, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const description = 'a try';

/** A benchmark with checks, a protected file and a shared directory that git ignores. */
function judgedRepository() {
  const repository = makeRepository({
    ...scriptFiles,
    'checks.sh': 'test "$(cat golden/a)" = golden\n',
    'golden/a': 'golden\n',
    '.gitignore': 'deps\n',
  });
  repository.write('deps/value', '1\n');
  return repository;
}

const judged = { checks_command: 'sh checks.sh', protected: ['golden/**'] };
const fake = 'mkdir -p "$FAKE" && echo 2 > "$FAKE/value"; rm -rf deps; ln -s "$FAKE" deps';

const tampering: [what: string, code: string, named: string][] = [
  ['the benchmark', 'echo "echo METRIC size=1" > bench.sh', 'bench.sh'],
  ['the checks', 'echo "exit 0" > checks.sh', 'checks.sh'],
  ['a protected file', 'echo other > golden/a', 'golden/a'],
  ['a protected file, by deleting it', 'rm golden/a', 'golden/a'],
  ['a protected file, by a link to the same', 'cp golden/a x; ln -sf ../x golden/a', 'golden/a'],
];

describe.each(oneKind)('with the %s client', (kind) => {
  test.each(['isolated', 'in-place'])(
    'code that rewrites what judges has no number, and the next is not touched by it: %s',
    async (isolation) => {
      const cases = kind === 'new' ? tampering : tampering.slice(2, 3);
      const { attempt, log } = await startSession({
        kind,
        repository: judgedRepository(),
        init: { ...judged, isolation },
      });
      for (const [index, [, code, named]] of cases.entries()) {
        const run = await attempt(`${code}\n${printing(10 + index)}`);
        expect(run).toMatchObject({ verdict: 'invalid_metric', can_keep: false });
        expect(run.reason).toContain(named);
        expect(run.metric).not.toHaveProperty('candidate');
        await log(run, 'discard');
      }
      expect(await attempt(printing(90))).toMatchObject({
        verdict: 'better',
        metric: { incumbent: 100, candidate: 90 },
      });
    },
  );

  test('code that leads the shared directory elsewhere, in both arms, has no number', async () => {
    const env = { FAKE: join(temporaryDirectory(), 'fake') };
    const { attempt, log } = await startSession({
      kind,
      repository: judgedRepository(),
      init: { ...judged, isolation: 'isolated' },
      connect: { env },
    });
    const run = await attempt(`for arm in ../*; do (cd $arm && ${fake}); done\n${printing(10)}`);
    expect(run).toMatchObject({ verdict: 'invalid_metric' });
    expect(run.reason).toContain('deps');
    await log(run, 'discard');
    const honest = await attempt(`test "$(cat deps/value)" = 1 && ${printing(90)}`);
    expect(honest).toMatchObject({ verdict: 'better', metric: { incumbent: 100, candidate: 90 } });
  });

  test("what was done to the other side's arm alone is undone before that is measured", async () => {
    const { attempt, log } = await startSession({
      kind,
      repository: judgedRepository(),
      init: { ...judged, isolation: 'isolated' },
    });
    const elsewhere = 'for arm in ../*; do [ $(cd $arm; pwd) = $PWD ] || echo other > $arm/golden/a; done';
    for (const value of [90, 80]) {
      const run = await attempt(`${elsewhere}\n${printing(value)}`);
      expect(run).toMatchObject({ verdict: 'better', can_keep: true, checks: { state: 'passed' } });
      await log(run, 'discard');
    }
  });
});

test('a benchmark with uncommitted changes is sealed like any other', async () => {
  const repository = makeRepository(scriptFiles);
  repository.write('bench.sh', '# mine\n. ./code.sh\n');
  const init = { accept_dirty: true };
  const { attempt } = await startSession({ kind: 'new', repository, init });
  const run = await attempt(`echo "echo METRIC size=1" > bench.sh\n${printing(50)}`);
  expect(run).toMatchObject({ verdict: 'invalid_metric' });
  expect(run.reason).toContain('bench.sh');
});

test.each(['isolated', 'in-place'])(
  'new files that match what is protected are seen, also by checks, and though git ignores them: %s',
  async (isolation) => {
    const repository = judgedRepository();
    repository.write('.gitignore', 'deps\n*.tmp\n');
    repository.commit('Ignore');
    const init = { ...judged, isolation, checks_command: 'for part in parts/*.sh; do sh $part; done' };
    repository.write('parts/a.sh', 'test ! -e fail\n');
    repository.commit('Parts');
    const { server, attempt, log } = await startSession({ kind: 'new', repository, init });
    for (const path of ['golden/new', 'golden/deep/new.tmp', 'parts/b.sh', 'package.json.tmp']) {
      const run = await attempt(`mkdir -p golden/deep; echo > ${path}\n${printing(50)}`);
      const isSeen = path !== 'package.json.tmp';
      expect(run.verdict).toBe(isSeen ? 'invalid_metric' : 'better');
      if (isSeen) expect(run.reason).toContain(path);
      await log(run, 'discard');
      // In place, what git ignores stays where it is.
      repository.git('clean', '-q', '-f', '-d', '-x', 'golden');
    }
    if (isolation === 'isolated') return;
    repository.write('golden/mine.tmp', '');
    repository.write('code.sh', printing(90));
    const files = [{ path: 'golden/mine.tmp', rule: 'pinned' }];
    expect(await server.refused('run_experiment', { description })).toMatchObject({ files });
    repository.remove('golden/mine.tmp');
    expect(await attempt(printing(90))).toMatchObject({ verdict: 'better' });
  },
);

test("what the baseline itself makes among the protected files is no candidate's doing", async () => {
  const files = { 'bench.sh': 'mkdir -p golden; echo > golden/made\n. ./code.sh\n' };
  const init = { isolation: 'isolated', protected: ['golden/**'] };
  const { started, attempt } = await startSession({ kind: 'new', files, init });
  expect(started.plan).toContain('golden/made');
  expect(await attempt(printing(90))).toMatchObject({ verdict: 'better', can_keep: true });
});

test('what code makes in the other arm is gone before that one is measured', async () => {
  const { attempt } = await startSession({
    kind: 'new',
    repository: judgedRepository(),
    init: { ...judged, isolation: 'isolated' },
  });
  const elsewhere = 'for arm in ../*; do [ $(cd $arm; pwd) = $PWD ] || echo > $arm/golden/new; done';
  expect(await attempt(`${elsewhere}\n${printing(90)}`)).toMatchObject({ verdict: 'better' });
});

test('in place, bytecode that the agent writes where git ignores it is not what the benchmark loads', async () => {
  const repository = makeRepository({
    'bench.py': 'import lib\nprint("METRIC size=%d" % lib.get())\n',
    'lib.py': 'def get(): return int(open("value").read())\n',
    value: '100\n',
    '.gitignore': '__pycache__/\n',
  });
  const init = { command: 'python3 bench.py', protected: ['lib.py'], isolation: 'in-place' };
  const { server } = await startSession({ kind: 'new', repository, init });
  const other = join(temporaryDirectory(), 'other.py');
  writeFileSync(other, 'def get(): return 1\n');
  const compile =
    'import importlib.util, py_compile, sys; py_compile.compile(sys.argv[1], cfile=importlib.util.cache_from_source("lib.py"), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)';
  execFileSync('python3', ['-c', compile, other], { cwd: repository.root });
  const asked = ['-c', 'import lib; print(lib.get())'];
  expect(execFileSync('python3', asked, { cwd: repository.root, encoding: 'utf8' })).toBe('1\n');
  repository.write('value', '90\n');
  const run = await server.ok('run_experiment', { description });
  expect(run).toMatchObject({ verdict: 'better', metric: { incumbent: 100, candidate: 90 } });
});

test('a benchmark that git ignores is sealed in place: between runs and in them', async () => {
  const repository = makeRepository({ 'code.sh': printing(100), '.gitignore': '*.local\n' });
  repository.write('bench.local', '. ./code.sh\n');
  const init = { command: 'sh bench.local' };
  const { server, started, attempt, log } = await startSession({ kind: 'new', repository, init });
  expect(started.plan).toContain('Measured in your checkout');
  repository.write('code.sh', printing(90));
  repository.write('bench.local', printing(1));
  const refused = await server.refused('run_experiment', { description });
  expect(refused).toMatchObject({ code: 'out_of_scope', files: [{ path: 'bench.local', rule: 'pinned' }] });
  repository.write('bench.local', '. ./code.sh\n');
  const run = await attempt(`echo "echo METRIC size=1" > bench.local\n${printing(50)}`);
  expect(run).toMatchObject({ verdict: 'invalid_metric' });
  expect(run.reason).toContain('bench.local');
  await log(run, 'discard');
  repository.write('bench.local', '. ./code.sh\n');
  expect(await attempt(printing(90))).toMatchObject({ verdict: 'better' });
});

describe.each(['isolated', 'in-place'])("git's own rules, %s", (isolation) => {
  const init = { isolation };

  test('a filter that would write another benchmark is refused until it is gone', async () => {
    const { repository, server, attempt } = await startSession({ kind: 'new', init });
    const attributes = join(repository.root, '.git/info/attributes');
    mkdirSync(join(repository.root, '.git/info'), { recursive: true });
    repository.write('code.sh', printing(90));
    for (const rule of ['bench.sh filter=x\n', 'code.sh filter=x\n', '* text eol=crlf\n']) {
      writeFileSync(attributes, rule);
      const refused = await server.refused('run_experiment', { description });
      expect(refused).toMatchObject({ code: 'out_of_scope', files: [{ path: 'info/attributes' }] });
    }
    repository.git('config', 'filter.x.smudge', 'echo "echo METRIC size=1"; cat > /dev/null');
    const files = [{ path: 'filter.x.smudge' }, { path: 'info/attributes' }];
    expect(await server.refused('run_experiment', { description })).toMatchObject({ files });
    writeFileSync(attributes, '');
    repository.git('config', '--unset', 'filter.x.smudge');
    // An empty file is not as good as none: which of the two it was is what counts.
    expect((await server.refused('run_experiment', { description })).code).toBe('out_of_scope');
    repository.remove('.git/info/attributes');
    expect(await attempt(printing(90))).toMatchObject({ verdict: 'better', metric: { candidate: 90 } });
  });

  test('a filter that the candidate itself sets up gives it no number that is not its own', async () => {
    const { repository, attempt } = await startSession({ kind: 'new', init });
    const git = `git -C ${repository.root}`;
    const poison = `mkdir -p ${repository.root}/.git/info
echo '*.sh filter=x' > ${repository.root}/.git/info/attributes
${git} config filter.x.smudge 'cat > /dev/null; echo echo METRIC size=1'
touch bench.sh code.sh
`;
    const run = await attempt(`${poison}${printing(120)}`);
    expect(run).toMatchObject({ verdict: 'invalid_metric', can_keep: false });
    expect(run.reason).toContain('info/attributes');
  });

  test("line ends that git makes are the baseline's own", async () => {
    const repository = makeRepository({
      ...scriptFiles,
      'golden.txt': 'golden\n',
      '.gitattributes': '*.txt text eol=crlf\n',
    });
    repository.git('config', 'core.autocrlf', 'input');
    repository.remove('golden.txt');
    repository.git('checkout', 'golden.txt');
    const checks_command = "grep -q 'golden.$' golden.txt";
    const more = { ...init, protected: ['golden.txt'], checks_command };
    const { attempt } = await startSession({ kind: 'new', repository, init: more });
    expect(await attempt(printing(90))).toMatchObject({ verdict: 'better', checks: { state: 'passed' } });
  });

  test('a baseline that rewrites a protected file works, and the plan warns of it', async () => {
    const bench = 'date +%s%N > golden/stamp\n. ./code.sh\n';
    const files = { 'bench.sh': bench, 'golden/stamp': '0\n', 'golden/a': 'a\n' };
    const { started, attempt, log } = await startSession({
      kind: 'new',
      files,
      init: { ...init, protected: ['golden/**'] },
    });
    expect(started.plan).toContain('golden/stamp');
    expect(started.plan).not.toContain('golden/a');
    const run = await attempt(printing(90));
    expect(run).toMatchObject({ verdict: 'better', can_keep: true });
    await log(run, 'keep');
    expect(await attempt(`echo b > golden/a\n${printing(80)}`)).toMatchObject({ verdict: 'invalid_metric' });
  });
});
