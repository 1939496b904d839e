import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { isAlive } from '../support/gate.js';
import { printing, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

// What docs/security.md says that an MCP server cannot do. Where one of these fails, the page promises too little.

test('a process with nothing that ties it to its run lives on', async () => {
  const pidFile = join(temporaryDirectory(), 'pid');
  const leave = `
const { spawn } = require('node:child_process');
const options = { detached: true, stdio: 'ignore', env: {} };
const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], options);
require('node:fs').writeFileSync('${pidFile}', String(child.pid));
child.unref();
`;
  const { repository, attempt } = await startSession({ kind: 'new', files: { 'leave.cjs': '' } });
  repository.write('leave.cjs', leave);
  const run = await attempt(
    `[ -e ${pidFile} ] || "${process.execPath}" leave.cjs > /dev/null 2>&1\n${printing(90)}`,
  );
  const pid = Number(readFileSync(pidFile, 'utf8'));
  onTestFinished(() => {
    process.kill(pid, 'SIGKILL');
  });
  expect(run.verdict).toBe('better');
  expect(isAlive(pid)).toBe(true);
});

test('what code writes elsewhere stays there', async () => {
  const elsewhere = join(temporaryDirectory(), 'written');
  const { attempt, log } = await startSession({ kind: 'new' });
  await log(await attempt(`: > ${elsewhere}\n${printing(90)}`), 'discard');
  expect(existsSync(elsewhere)).toBe(true);
});

test("code that the benchmark loads can lie in the benchmark's own process, unless another one judges", async () => {
  const honest = 'module.exports = () => 100;\n';
  const lying =
    'const write = console.log; console.log = () => write("METRIC size=90");\nmodule.exports = () => 100;\n';
  const bench = 'const size = require("./code.js")();\nconsole.log("METRIC size=" + size);\n';
  const files = { 'bench.js': bench, 'code.js': honest };
  const believed = await startSession({ kind: 'new', files, init: { command: 'node bench.js' } });
  believed.repository.write('code.js', lying);
  const description = 'a try';
  expect(await believed.server.ok('run_experiment', { description })).toMatchObject({ verdict: 'better' });

  const repository = makeRepository({
    'autoresearch.yaml': 'evaluate_command: sh judge.sh\n',
    'judge.sh': 'echo METRIC size=$(cat made.txt)\n',
    'bench.js': 'require("node:fs").writeFileSync("made.txt", String(require("./code.js")()));\n',
    'code.js': honest,
    '.gitignore': 'made.txt\n',
  });
  const judged = await startSession({ kind: 'new', repository, init: { command: 'node bench.js' } });
  judged.repository.write('code.js', lying);
  expect(await judged.server.ok('run_experiment', { description })).toMatchObject({ verdict: 'not_better' });
});

test('what an installed package would import is loaded from beside the benchmark, unless `editable` leaves no place there', async () => {
  const site = temporaryDirectory();
  writeFileSync(join(site, 'installed.py'), 'import needed\nsize = needed.size\n');
  writeFileSync(join(site, 'needed.py'), 'size = 100\n');
  const bench = 'import installed\nprint("METRIC size=%d" % installed.size)\n';
  const options = { kind: 'new', connect: { env: { PYTHONPATH: site } } } as const;
  const init = { command: 'python3 bench.py', isolation: 'isolated' };
  const description = 'a try';
  const open = await startSession({ ...options, files: { 'bench.py': bench }, init });
  open.repository.write('needed.py', 'size = 90\n');
  expect(await open.server.ok('run_experiment', { description })).toMatchObject({ verdict: 'better' });

  const closed = await startSession({
    ...options,
    files: { 'bench.py': bench },
    init: { ...init, editable: ['src/**'] },
  });
  closed.repository.write('needed.py', 'size = 90\n');
  const refused = await closed.server.refused('run_experiment', { description });
  expect(refused).toMatchObject({ code: 'out_of_scope', files: [{ path: 'needed.py' }] });
});

test('whoever writes to the database is believed', async () => {
  const { server, settle } = await startSession({ kind: 'new' });
  await settle(printing(110), 'discard');
  const database = new Database(join(server.home, 'autoresearch.db'));
  // What runs are found by is made by functions of the program.
  for (const name of ['words', 'fact']) database.function(name, { varargs: true }, () => '');
  database.prepare("UPDATE runs SET verdict = 'better' WHERE number = 1").run();
  database.close();
  const { recent_runs } = await server.ok('get_status');
  expect(recent_runs[0]).toMatchObject({ run: 1, verdict: 'better' });
});
