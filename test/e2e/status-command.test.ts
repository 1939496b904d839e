import { setTimeout as delay } from 'node:timers/promises';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { atTerminal, inBackground } from '../support/at-terminal.js';
import { commandLine } from '../support/command-line.js';
import { connect } from '../support/connect.js';
import { query } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { isAlive, makeGate } from '../support/gate.js';
import { startLongSession } from '../support/long-history.js';
import { printing, type SessionOptions, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const description = 'Read in larger blocks';

async function startBoth(options: Partial<SessionOptions> = {}) {
  const session = await startSession({ kind: 'new', ...options });
  const { repository, server } = session;
  const place = { home: server.home, directory: repository.root };
  const status = (...args: string[]) => commandLine(['status', ...args], place);
  return { ...session, place, status };
}

test('status says where the session stands, in 80 columns, and what a person has said', async () => {
  const goal = `Make it small. ${'Smaller still. '.repeat(20)}`;
  const init = { goal, metric_unit: 'bytes', max_experiments: 5 };
  const { started, settle, place, status } = await startBoth({ init });
  await settle(printing(90), 'keep');
  await settle(printing(95), 'discard');
  await settle('exit 1\n', 'crash');
  await commandLine(['pause', 'lunch'], place);
  const { code, stdout, stderr } = await status();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.split('\n');
  expect(lines.slice(0, 8)).toEqual([
    `${started.session_id}  paused`,
    'Make it small. Smaller still. Smaller still. Smaller still. Smaller still.',
    'Smaller still. Smaller still. Smaller still. Smaller still. Smaller still. Smal…',
    '',
    '  metric        size, lower is better',
    '  baseline      100 bytes',
    '  best          90 bytes with run 1, +10.00 % since the baseline',
    '  experiments   3 of 5: 1 kept, 2 discarded; of all runs 1 failed',
  ]);
  expect(stdout).toContain('  note          A person has paused the session: "lunch".\n');
  expect(lines.slice(-6)).toEqual([
    'run  verdict     outcome    value      gain  what was tried',
    '  3  crashed     discarded      -         -  a try',
    '  2  not_better  discarded     95   −5.56 %  a try',
    '  1  better      kept          90  +10.00 %  a try',
    '  0  baseline    -            100         -  Baseline',
    '',
  ]);
});

test('status fits one screen of a long session; once that has ended, it says what came of it', async () => {
  const { repository, server, started } = await startLongSession(60);
  await server.ok('add_ideas', {
    ideas: [{ title: 'Sort by length', priority: 9 }, { title: 'Skip blanks' }],
  });
  const place = { home: server.home, directory: repository.root };
  for (let count = 1; count <= 4; count++)
    await commandLine(['note', `${count}: ${'leave the parser alone '.repeat(20)}`], place);
  const { stdout } = await commandLine(['status'], place);
  expect(stdout.split('\n').length).toBeLessThanOrEqual(24);
  expect(Math.max(...stdout.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
  expect(stdout).toContain('  ideas         Sort by length (and more: autoresearch-mcp ideas)\n');
  expect(stdout).toMatch(/\n(?: {2}note {10}Not told yet: "\d: leave the parser alone[\w ]*…\n){4}\n/);
  expect(stdout).toMatch(/"4: .*\n.*"3: .*\n.*"2: .*\n.*"1: /);
  expect(stdout).toMatch(/\n\nrun {2}.*\n(?: *\d+ {2}.*\n){5}$/);
  await server.ok('end_session', { session_id: started.session_id });
  const ended = await commandLine(['status'], place);
  expect(ended.stdout).toContain(`${started.session_id}  ended\n`);
  expect(ended.stdout).toContain('  result        size went from 100 to 90: +10.0 %');
  expect(ended.stdout).toContain(`git merge autoresearch/${started.session_id}\n`);
});

test('status only looks: nothing is put right, and no note counts as told', async () => {
  const gate = makeGate();
  const { repository, server, place, status } = await startBoth();
  await commandLine(['note', 'leave the parser alone'], place);
  repository.write('code.sh', gate.code + printing(90));
  await server.call('run_experiment', { description, wait_seconds: 0 });
  await commandLine(['note', 'and the cache'], place);
  await gate.reached();
  const going = (await status()).stdout.replace(/\s+/g, ' ');
  expect(going).toMatch(/ measuring run 1: Read in larger blocks \(for .+, \d+ samples? taken\) /);
  process.kill(server.pid, 'SIGKILL');
  await eventually('the server to be gone', () => !isAlive(server.pid));
  const tables = ['sessions', 'runs', 'samples', 'events', 'notes', 'locks'];
  const rows = () => tables.map((table) => query(server.home, `SELECT * FROM ${table}`));
  const before = rows();
  const { code, stdout } = await status();
  expect(code).toBe(0);
  expect(stdout).toContain('nothing: its server is gone. The next one sees to run 1');
  expect(stdout).toContain('leave the parser alone');
  expect(JSON.parse((await status('--json')).stdout)).toMatchObject({
    session: { state: 'active' },
    pending_run: { state: 'running' },
    ongoing: { isCutOff: true },
  });
  expect(rows()).toEqual(before);
  gate.open();
  await gate.deserted();
});

test('while a session is being started, status says that its baseline is measured', async () => {
  const gate = makeGate();
  const repository = makeRepository({ ...scriptFiles, 'code.sh': gate.code + printing(100) });
  const server = await connect({ directory: repository.root, kind: 'new' });
  await server.call('init_experiment', { ...scriptInit, wait_seconds: 0 });
  await gate.reached();
  const { code, stdout } = await commandLine(['status'], { home: server.home, directory: repository.root });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^small-\w{4} {2}starting\n/);
  expect(stdout).toContain('  measuring     the baseline (for ');
  gate.open();
});

test('a run that waits for a person says how it is accepted', async () => {
  const { attempt, status } = await startBoth();
  const run = await attempt(printing(1));
  const { stdout } = await status();
  expect(stdout.replace(/\s+/g, ' ')).toContain(`\`autoresearch-mcp accept ${run.run_id}\``);
});

test('without a session there is one sentence, exit code 1, and nothing is made', async () => {
  const home = `${temporaryDirectory()}/none`;
  const { root } = makeRepository({ a: '1' });
  for (const command of ['status', 'history', 'ideas', 'show 1', 'history --all', 'status --watch']) {
    const outcome = await commandLine(command.split(' '), { home, directory: root });
    expect({ command, ...outcome }).toEqual({
      command,
      code: 1,
      stdout: '',
      stderr: `There is no session yet. It was looked for in ${home} (AUTORESEARCH_HOME says where).\n`,
    });
  }
  const { server } = await startSession({ kind: 'new' });
  const elsewhere = await commandLine(['status'], { home: server.home, directory: root });
  expect(elsewhere).toMatchObject({ code: 1, stdout: '' });
  expect(elsewhere.stderr).toContain(`There is no session in ${root}.`);
});

test('status --watch draws on the other screen, again and again, and leaves the terminal as it was', async () => {
  const gate = makeGate();
  const { repository, server, place, started } = await startBoth();
  const { shows, output, interrupt, ended } = atTerminal(['status', '--watch'], place, {
    columns: 70,
    rows: 12,
  });
  await shows('active');
  repository.write('code.sh', gate.code + printing(90));
  await server.call('run_experiment', { description, wait_seconds: 0 });
  await shows('run 1: Read in larger blocks');
  gate.open();
  interrupt();
  expect(await ended).toBe(0);
  const text = output();
  expect(text).toContain(`\u001b[1m${started.session_id}\u001b[22m`);
  expect(text.slice(text.indexOf('\u001b[')).startsWith('\u001b[?1049h\u001b[?25l')).toBe(true);
  expect(text.trimEnd().endsWith('\u001b[?25h\u001b[?1049l')).toBe(true);
  const screens = text.split('\u001b[H').slice(1);
  expect(screens.length).toBeGreaterThan(1);
  for (const screen of screens) {
    const lines = screen.split('\r\n');
    expect(lines.length).toBeLessThanOrEqual(12);
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(70);
  }
});

test('status --watch into a pipe prints what has changed, and no escape sequences', async () => {
  const { settle, place, started } = await startBoth();
  const { shows, output, interrupt, ended } = inBackground(['status', '--watch'], place);
  await shows('0: 0 kept');
  // Longer than it looks away: nothing but time goes by.
  await delay(2_500);
  await settle(printing(90), 'keep');
  await shows('1: 1 kept');
  interrupt();
  expect(await ended).toBe(0);
  expect(output()).not.toContain('\u001b');
  const screens = output()
    .split(`${started.session_id}  active\n`)
    .slice(1)
    .map((screen) =>
      screen
        .replace(/^ {2}time .*\n/m, '')
        .replace(/\(for .*? s/, '')
        .trim(),
    );
  expect(screens.length).toBeGreaterThan(1);
  expect(screens.filter((screen, at) => screen === screens[at - 1])).toEqual([]);
});
