import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { printing, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

const wide = '日本語のテキストを速く読む 👍🇩🇪 and then a few more words than there is room for in any column';
const wicked = 'one\u001b[31m red\u001b]0;title\u0007\n\ttwo \u202ekcab\u0000 \u009b2J three';
// What a terminal would obey, or could not be seen on it.
const obeyed = /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u;

/** A session with a run of each kind, and a person at a terminal of some width. */
async function startBoth() {
  const session = await startSession({ kind: 'new' });
  const { repository, server } = session;
  const place = { home: server.home, directory: repository.root };
  const say = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    commandLine(args, { ...place, env });
  const logged = async (value: number, status: string, description: string, more = {}) => {
    repository.write('code.sh', printing(value));
    const { run_id } = await server.ok('run_experiment', { description });
    await server.ok('log_experiment', { run_id, status, description, ...more });
    return String(run_id);
  };
  return { ...session, place, say, logged };
}

test('history is a table of the width of the terminal, whatever was written into descriptions', async () => {
  const { say, logged, started } = await startBoth();
  await logged(90, 'keep', wide);
  await logged(95.125, 'discard', wicked);
  const narrow = (await say(['history'])).stdout;
  expect(narrow.split('\n')).toEqual([
    'run  verdict     outcome     value      gain  what was tried',
    '  2  not_better  discarded  95.125   −5.69 %  one\\u{1b}[31m red\\u{1b}]0;title\\u…',
    '  1  better      kept           90  +10.00 %  日本語のテキストを速く読む 👍🇩🇪 a…',
    '  0  baseline    -             100         -  Baseline',
    '',
  ]);
  for (const columns of [80, 120]) {
    for (const args of [[], ['--all']]) {
      const { code, stdout, stderr } = await say(['history', ...args], { COLUMNS: String(columns) });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const lines = stdout.trimEnd().split('\n');
      expect(lines).toHaveLength(4);
      expect(Math.max(...lines.map((line) => stringWidth(line)))).toBe(columns);
      expect(stdout).not.toMatch(obeyed);
      expect(lines.at(-1)).toContain(args.length > 0 ? `${started.session_id}.0` : '  0');
    }
  }
  expect((await say(['history'], { COLUMNS: '120' })).stdout.split('\n')[0]).toMatch(
    / when +what was tried$/,
  );
});

test('history filters as query_runs does, over this session or all of them', async () => {
  const { server, say, logged, started } = await startBoth();
  const other = await startSession({ kind: 'new', connect: { home: server.home } });
  await other.settle(printing(80), 'keep');
  const one = await logged(90, 'keep', 'Unroll the inner loop');
  const two = await logged(95, 'discard', 'Cache the header', { learned: 'loops do not matter' });
  const ids = async (...args: string[]) => {
    const { stdout } = await say(['history', '--json', ...args]);
    return JSON.parse(stdout).map(({ run_id }: { run_id: string }) => run_id);
  };
  const baseline = `${started.session_id}.0`;
  expect(await ids()).toEqual([two, one, baseline]);
  expect(await ids('--limit', '1')).toEqual([two]);
  expect(await ids('--outcome', 'kept')).toEqual([one]);
  expect(await ids('--verdict', 'not_better')).toEqual([two]);
  expect(await ids('--query', 'loops')).toHaveLength(2);
  expect(await ids('--query', 'quantum')).toEqual([]);
  expect(await ids('--all', '--outcome', 'kept')).toEqual([one, `${other.started.session_id}.1`]);
  expect(await ids('--session', String(other.started.session_id))).toHaveLength(2);
  expect(await ids('--directory', other.repository.root)).toHaveLength(2);
  expect((await say(['history', '--limit', '1'])).stdout).toMatch(
    /\n\nThere are more: a higher --limit than 1 shows them\.\n$/,
  );
  const none = await say(['history', '--query', 'quantum']);
  expect(none).toMatchObject({ code: 1, stdout: '' });
  expect(none.stderr).toContain('No run is like that.');
});

test('as JSON and tab-separated values, every run stays in its place, and nothing in it is obeyed', async () => {
  const { say, logged } = await startBoth();
  await logged(95, 'discard', wicked, { learned: 'a\tb\nc' });
  await logged(96, 'discard', `${'x'.repeat(158)}👍, cut where it must not be`);
  const json = (await say(['history', '--json'])).stdout;
  expect(json).not.toMatch(obeyed);
  expect(JSON.parse(json)[0].description).toBe(`${'x'.repeat(158)}…`);
  expect(JSON.parse(json)[1]).toMatchObject({ description: wicked, learned: 'a\tb\nc', value: 95 });
  const tsv = (await say(['history', '--tsv'])).stdout;
  expect(tsv.replaceAll('\t', ' ')).not.toMatch(obeyed);
  const [names, ...rows] = tsv
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t'));
  expect(rows.map((row) => row.length)).toEqual(Array(3).fill(names?.length));
  expect(rows[1]?.[names?.indexOf('learned') ?? -1]).toBe('a b c');
});

test('show has one run in full, and its difference, by its id or its number', async () => {
  const { repository, say, logged } = await startBoth();
  repository.write('colours.txt', '\u001b[31mred \u202e\u009b31m\r\n');
  const id = await logged(90, 'keep', wicked, { hypothesis: 'fewer branches', learned: 'Branches dominate' });
  const { code, stdout, stderr } = await say(['show', '1']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n')[0]).toBe(`${id}  better (exact), kept`);
  for (const part of [
    'metric        size 100 → 90, +10.00 %',
    'hypothesis    fewer branches',
    'learned       Branches',
  ])
    expect(stdout).toContain(`\n  ${part}`);
  expect(stdout).toContain('\n-echo METRIC size=100\n+echo METRIC size=90\n');
  expect(stdout).toContain('\n+\\u{1b}[31mred \\u{202e}\\u{9b}31m\\u{d}\n');
  expect(stdout).not.toMatch(obeyed);
  expect((await say(['show', id])).stdout).toBe(stdout);
  expect((await say(['show', '1', '--directory', `${repository.root}/.`])).stdout).toBe(stdout);
  for (const unknown of ['7', 'nobody-1234.1', 'x']) {
    const outcome = await say(['show', unknown]);
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(outcome.stderr.trim().split('\n')).toHaveLength(1);
  }
  await say(['abandon', id.replace(/\.1$/, '')]);
  await say(['prune', '--older-than', '0d']);
  repository.git('branch', '-D', `autoresearch/${id.replace(/\.1$/, '')}`);
  repository.git('reflog', 'expire', '--expire=now', '--all');
  for (const ref of repository.git('for-each-ref', '--format=%(refname)', 'refs/autoresearch').split('\n'))
    if (ref !== '') repository.git('update-ref', '-d', ref);
  repository.git('gc', '--prune=now', '--quiet');
  const after = await say(['show', id]);
  expect(after).toMatchObject({ code: 0, stderr: '' });
  expect(after.stdout).toContain('  learned       Branches dominate');
  expect(after.stdout).toContain('\n\nIts difference cannot be shown: ');
});

test('ideas are a table: the highest priority first, with what became of them', async () => {
  const { server, say, logged } = await startBoth();
  const empty = await say(['ideas']);
  expect(empty).toMatchObject({ code: 1, stdout: '' });
  expect(empty.stderr).toContain('has no ideas yet.');
  const ideas = [{ title: 'Cache the header' }, { title: wide, priority: 9 }, { title: wicked, priority: 1 }];
  const { added } = await server.ok('add_ideas', { ideas });
  await server.ok('update_idea', { idea_id: added[0].idea_id, state: 'dropped' });
  await logged(95, 'discard', 'Something else');
  expect((await say(['ideas'])).stdout.split('\n')).toEqual([
    'idea  priority  state    tried  what to try',
    'i2           9  open     -      日本語のテキストを速く読む 👍🇩🇪 and then a few …',
    'i1           5  dropped  -      Cache the header',
    'i3           1  open     -      one\\u{1b}[31m red\\u{1b}]0;title\\u{7} two \\u{202…',
    '',
  ]);
  expect((await say(['ideas', '--state', 'open', '--limit', '1'])).stdout).toContain('There are more');
  expect(JSON.parse((await say(['ideas', '--query', 'header', '--json'])).stdout)).toMatchObject([
    { idea_id: added[0].idea_id, state: 'dropped' },
  ]);
  expect(await say(['ideas', '--state', 'kept'])).toMatchObject({ code: 1, stdout: '' });
});

test('colour is for terminals, unless FORCE_COLOR or NO_COLOR say otherwise', async () => {
  const { say, logged } = await startBoth();
  await logged(90, 'keep', 'Unroll');
  for (const command of [['status'], ['history'], ['show', '1']]) {
    const plain = (await say(command)).stdout;
    expect(plain).not.toContain('\u001b');
    const coloured = (await say(command, { FORCE_COLOR: '1' })).stdout;
    expect(coloured).toContain('\u001b[32m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them
    expect(withoutClock(coloured.replace(/\u001b\[\d+m/g, ''))).toBe(withoutClock(plain));
    for (const env of [{ NO_COLOR: '1' }, { FORCE_COLOR: '0' }, { CI: 'true' }])
      expect((await say(command, env)).stdout).not.toContain('\u001b');
  }
});

function withoutClock(text: string): string {
  return text.replace(/^ {2}time .*$/m, '');
}

test('what an option does not take is refused, and every command has an example', async () => {
  const place = { home: temporaryDirectory(), directory: temporaryDirectory() };
  const wrong = [
    'history --verdict good',
    'history --json --tsv',
    'history --limit 0',
    'history --all --session x',
  ];
  for (const args of [...wrong, 'ideas --state new', 'show', 'completion tcsh']) {
    const { code, stdout, stderr } = await commandLine(args.split(' '), place);
    expect({ args, code, stdout }).toEqual({ args, code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: /);
  }
  const help = (await commandLine(['--help'], place)).stdout;
  const commands = [...help.matchAll(/^ {2}([a-z]+) /gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help' && name !== 'autoresearch');
  expect(commands).toContain('history');
  commands.push('token list', 'token add', 'token remove');
  const helps = await Promise.all(
    commands.map((command) => commandLine([...command.split(' '), '--help'], place)),
  );
  const lacking = commands.filter(
    (_, at) => !/\nExamples?:\n {2}.*autoresearch-mcp/.test(helps[at]?.stdout ?? ''),
  );
  expect(lacking).toEqual([]);
});
