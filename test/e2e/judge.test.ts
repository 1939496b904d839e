import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connect, oneKind } from '../support/connect.js';
import { storedRuns } from '../support/database.js';
import { isAlive, makeGate } from '../support/gate.js';
import { startNoisySession } from '../support/noisy.js';
import { printing, scriptFiles, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const description = 'a try';
const settings = 'evaluate_command: sh evaluate.sh\nkill_grace_seconds: 0.2\n';

/** The candidate writes a number into a file; the evaluator reads it. */
const producing = (value: number | string, more = '') => `echo ${value} > out.txt\n${more}`;
const files = {
  'autoresearch.yaml': settings,
  'evaluate.sh': 'echo judging; echo METRIC size=$(cat out.txt)\n',
  'code.sh': producing(100),
  '.gitignore': 'out.txt\n',
};

/** The evaluator imports two modules: one of its own, and one of the standard library. */
const pythonJudge = {
  'autoresearch.yaml': 'evaluate_command: python3 evaluate.py\nprotected: [lib.py]\n',
  'evaluate.py': 'import sys; import json\nimport lib\nprint("METRIC size=%d" % json.loads(lib.get()))\n',
  'lib.py': 'def get(): return open("out.txt").read()\n',
  'code.sh': producing(100),
  // That git does not see them is no excuse.
  '.gitignore': 'out.txt\n__pycache__/\nlib/__init__.py\njson.py\ndecimal.py\n',
};

/** Where a module would be loaded from in place of these two, and of one that the second imports. */
const shadows: readonly (readonly [path: string, more: string])[] = [
  ['lib/__init__.py', ''],
  ['json.py', 'rm -r lib\n'],
  ['decimal.py', 'rm -r lib\n'],
];

describe.each(oneKind)('with the %s client', (kind) => {
  test('only what the evaluator prints counts, however much the command prints', async () => {
    const { server, attempt, log } = await startSession({ kind, files });
    const status = await server.ok('get_status');
    expect(status.session).toMatchObject({
      evaluate_command: 'sh evaluate.sh',
      command_kinds: { command: 'shell', evaluate_command: 'shell' },
    });
    expect(status.session.pinned).toContain('evaluate.sh');
    const shouting =
      'echo METRIC size=1; echo METRIC size=2; echo METRIC; echo METRIC other=1; echo METRIC x=NaN\n';
    const better = await attempt(producing(90, shouting));
    expect(better).toMatchObject({ verdict: 'better', metric: { candidate: 90 }, metrics: [] });
    await log(better, 'keep');
    const lying = await attempt(producing(95, printing(1)));
    expect(lying).toMatchObject({ verdict: 'not_better', metric: { incumbent: 90, candidate: 95 } });
  });

  test('whichever of the two fails is named, and it is its output that is shown', async () => {
    const evaluate =
      'echo judging; case $(cat out.txt) in 3) exit 3;; hang) sleep 60;; bad) echo METRIC size=x;; none) ;; *) echo METRIC size=$(cat out.txt);; esac\n';
    const { server, attempt, log } = await startSession({
      kind,
      files: { ...files, 'evaluate.sh': evaluate },
      init: { timeout_seconds: 2 },
    });
    const failures = [
      [producing(3, 'echo producing\n'), 'crashed', 'The evaluate command ended with exit code 3', 'judging'],
      [
        producing('hang', 'echo producing\n'),
        'timed_out',
        'The evaluate command was still running',
        'judging',
      ],
      [producing('bad'), 'invalid_metric', 'size=x', 'judging'],
      [producing('none'), 'invalid_metric', 'The evaluate command printed no line', 'judging'],
      [
        producing(5, 'echo producing\nexit 5\n'),
        'crashed',
        'The command ended with exit code 5',
        'producing',
      ],
    ] as const;
    for (const [code, verdict, reason, output] of failures) {
      const run = await attempt(code);
      expect(run).toMatchObject({ verdict, can_keep: false });
      expect(run.reason).toContain(reason);
      expect(run.output_tail).toContain(output);
      const other = output === 'judging' ? 'producing' : 'judging';
      expect(run.output_tail).not.toContain(other);
      await log(run, 'discard');
    }
    expect(
      storedRuns(server.home)
        .slice(1)
        .every(({ value }) => value === null),
    ).toBe(true);
  });

  test('a producer that rewrites the evaluator has no number, and the evaluator is named', async () => {
    const { repository, server, attempt, log } = await startSession({ kind, files });
    const run = await attempt(producing(50, 'echo "echo METRIC size=1" > evaluate.sh\n'));
    expect(run).toMatchObject({ verdict: 'invalid_metric', can_keep: false });
    expect(run.reason).toContain('evaluate.sh');
    expect(run.metric).not.toHaveProperty('candidate');
    await log(run, 'discard');
    expect(await attempt(producing(80))).toMatchObject({ verdict: 'better', metric: { candidate: 80 } });
    repository.write('evaluate.sh', printing(1));
    expect(await server.refused('run_experiment', { description })).toMatchObject({ code: 'run_pending' });
  });

  test('a producer that makes a module which the evaluator would load has no number, and the module is named', async () => {
    const { attempt, log } = await startSession({
      kind,
      files: pythonJudge,
      init: { isolation: 'isolated' },
    });
    for (const [path, code] of shadows) {
      const poison = `mkdir -p lib\nprintf 'def get(): return 1\\nloads = lambda text: 1\\n' > ${path}\n`;
      const run = await attempt(producing(50, `${poison}${code}`));
      expect(run).toMatchObject({ verdict: 'invalid_metric', can_keep: false });
      expect(run.reason).toContain(`${path}.`);
      expect(run.metric).not.toHaveProperty('candidate');
      await log(run, 'discard');
    }
    const honest = await attempt(producing(80, 'mkdir -p lib\necho > lib/data.txt; echo > other.py\n'));
    expect(honest).toMatchObject({ verdict: 'better', metric: { candidate: 80 } });
  });

  test.each(['isolated', 'in-place'])(
    'bytecode that a producer leaves is not what the evaluator loads: %s',
    async (isolation) => {
      const repository = makeRepository({
        ...scriptFiles,
        ...pythonJudge,
        'evil.py': 'def get(): return 1\n',
      });
      const elsewhere = { PYTHONPYCACHEPREFIX: temporaryDirectory() };
      const { attempt } = await startSession({
        kind,
        repository,
        init: { isolation },
        connect: { env: elsewhere },
      });
      const invalidation = 'py_compile.PycInvalidationMode.UNCHECKED_HASH';
      const compile = (path: string) =>
        `python3 -c "import py_compile, importlib.util as u; py_compile.compile('evil.py', cfile=${path}, invalidation_mode=${invalidation})"\n`;
      const beside = compile("u.cache_from_source('lib.py')");
      const run = await attempt(producing(90, `${beside}ls __pycache__/lib.*.pyc || exit 1\n`));
      expect(run).toMatchObject({ verdict: 'better', metric: { candidate: 90 } });
    },
  );

  test('a server that the command leaves running is asked by the evaluator, and is gone afterwards', async () => {
    const pids = join(temporaryDirectory(), 'pids');
    const service = (value: number) => `
import http.server, os, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"${value}")
    def log_message(self, *args): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
open("port", "w").write(str(server.server_port))
if os.fork() == 0:
    os.setsid(); open("${pids}", "a").write(f"{os.getpid()}\\n"); server.serve_forever()
`;
    const asking =
      'import urllib.request\nport = open("port").read()\nprint("METRIC size=" + urllib.request.urlopen(f"http://127.0.0.1:{port}").read().decode())\n';
    const repository = makeRepository({
      'autoresearch.yaml': 'evaluate_command: python3 ask.py\n',
      'ask.py': asking,
      'bench.sh': 'python3 service.py\n',
      'service.py': service(100),
      '.gitignore': 'port\n',
    });
    const { server } = await startSession({ kind, repository });
    repository.write('service.py', service(90));
    const run = await server.ok('run_experiment', { description });
    expect(run).toMatchObject({ verdict: 'better', metric: { incumbent: 100, candidate: 90 } });
    expect(run.notes.join()).not.toContain('left processes running');
    const all = readFileSync(pids, 'utf8').trim().split('\n').map(Number);
    expect(all.length).toBeGreaterThan(10);
    expect(all.filter(isAlive)).toEqual([]);
  });
});

test('what the command left running ends with a run that is cancelled while the evaluator runs', async () => {
  const gate = makeGate();
  const pid = join(temporaryDirectory(), 'pid');
  const evaluate = `if [ "$(cat out.txt)" = 90 ]; then\n${gate.code}fi\necho METRIC size=$(cat out.txt)\n`;
  const { repository, server } = await startSession({
    kind: 'new',
    files: { ...files, 'evaluate.sh': evaluate },
  });
  const leave = `sh -c 'echo $$ > ${pid}; exec sleep 600' > /dev/null 2>&1 &\nuntil [ -s ${pid} ]; do sleep 0.02; done\n`;
  repository.write('code.sh', producing(90, leave));
  const { run_id } = await server.ok('run_experiment', { description, wait_seconds: 0 });
  await gate.reached();
  const left = Number(readFileSync(pid, 'utf8'));
  expect(isAlive(left)).toBe(true);
  expect(await server.ok('cancel_run', { run_id })).toMatchObject({ verdict: 'cancelled' });
  await gate.deserted();
  expect(isAlive(left)).toBe(false);
});

test('wall_seconds is the time of the command alone', async () => {
  const repository = makeRepository({
    ...scriptFiles,
    ...files,
    'evaluate.sh': 'sleep 0.5\necho METRIC other=1\n',
  });
  const init = { metric_name: 'wall_seconds', measure_budget_seconds: 4 };
  const { started } = await startSession({ kind: 'new', repository, init });
  // Every evaluation takes half a second, so that the time of both is longer by that.
  expect(started.metric.incumbent).toBeLessThan(started.noise.seconds_per_sample - 0.4);
  expect(started.noise.seconds_per_sample).toBeGreaterThan(0.5);
});

test('a noisy metric that an evaluator prints is judged by pairs', async () => {
  const { server, repository } = await startNoisySession({
    settings: 'evaluate_command: . ./made.sh && sh bench.sh\n',
    init: { command: 'echo METRIC ms=1; cp code.sh made.sh' },
  });
  repository.write('code.sh', 'ms=80\n');
  const run = await server.ok('run_experiment', { description });
  expect(run).toMatchObject({ verdict: 'better', evidence: 'confirmed' });
  expect(run.metric.pairs).toBeGreaterThanOrEqual(8);
});

test('a baseline that an evaluator cannot judge is none', async () => {
  const repository = makeRepository({
    ...scriptFiles,
    ...files,
    'evaluate.sh': 'echo nothing here; exit 4\n',
  });
  const server = await connect({ directory: repository.root });
  const init = { name: 'n', metric_name: 'size', direction: 'lower', command: 'sh bench.sh' };
  const failed = await server.refused('init_experiment', { ...init, isolation: 'isolated' });
  expect(failed).toMatchObject({ code: 'baseline_failed', verdict: 'crashed' });
  expect(failed.message).toContain('The evaluate command ended with exit code 4');
  expect(failed.output_tail).toContain('nothing here');
});
