import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { connectTo } from '../support/connect.js';
import { eventually } from '../support/eventually.js';
import { makeGate } from '../support/gate.js';
import { ask, bearer, initialize } from '../support/http-request.js';
import { secretIn, startHttpServer } from '../support/http-server.js';
import { printing, scriptFiles, scriptInit } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { showOnTerminal } from '../support/terminal.js';
import { makeRepository } from '../support/test-repository.js';
import { makeToken } from '../support/tokens.js';

async function start(options: Partial<Parameters<typeof startHttpServer>[0]> = {}) {
  const repository = makeRepository(scriptFiles);
  const server = await startHttpServer({ roots: [repository.root], ...options });
  const token = (...args: string[]) =>
    commandLine(['token', ...args], { home: server.home, directory: repository.root });
  const begin = (secret: string, headers = {}) =>
    ask(server.origin, { headers: { ...bearer(secret), ...headers }, body: initialize });
  const statusOf = async (secret: string, headers = {}) => (await begin(secret, headers)).status;
  return { repository, server, token, begin, statusOf };
}

test('a first token is made, for its owner alone, and is shown nowhere', async () => {
  const { server, token } = await start();
  const file = join(server.home, 'tokens');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(server.stdout()).toBe(`Serving ${server.origin}/mcp. The tokens are in ${file}.\n`);
  expect(await token('list')).toMatchObject({ code: 0, stdout: 'owner\n' });
});

test('on a terminal, who starts the server is told what to give to a client', async () => {
  const { root } = makeRepository(scriptFiles);
  const home = temporaryDirectory();
  const shown = showOnTerminal(
    ['serve', '--http', '--port', '0', '--root', root, '--log-level', 'silent'],
    home,
  );
  await eventually('the line to be shown', () => shown.text().includes('--header'));
  const secret = secretIn(readFileSync(join(home, 'tokens'), 'utf8'));
  const [, url] = /^Serving (\S+)\. /.exec(shown.text()) ?? [];
  expect(shown.text()).toContain(
    `claude mcp add --transport http autoresearch ${url} --header "Authorization: Bearer ${secret}"`,
  );
  await shown.close();
  const added = showOnTerminal(['token', 'add', 'laptop'], home);
  await added.ended();
  expect(added.text()).toBe(`${secretIn(readFileSync(join(home, 'tokens'), 'utf8'), 'laptop')}\n`);
});

/** What is shown on a terminal of a server that something else than a person's shell has started there. */
async function shownWhere(starter: readonly string[]) {
  const { root } = makeRepository(scriptFiles);
  const home = temporaryDirectory();
  const shown = showOnTerminal(['serve', '--http', '--port', '0', '--root', root], home, starter);
  await eventually('the line to be shown', () => shown.text().includes('Serving'));
  const file = join(home, 'tokens');
  return { text: shown.text(), file, secret: secretIn(readFileSync(file, 'utf8')) };
}

test('on a terminal where nobody can type, no token is shown', async () => {
  const { text, file, secret } = await shownWhere(['sh', '-c', 'exec "$@" < /dev/null', 'sh']);
  expect(text).toContain(`The tokens are in ${file}.`);
  expect(text).not.toContain(secret);
});

test('on a terminal that is the log of a container, no token is shown', async ({ skip }) => {
  // The first process of all, as `docker run --tty` starts it.
  const container = ['unshare', '--user', '--map-root-user', '--pid', '--fork', '--kill-child'];
  const isPossible = spawnSync('unshare', [...container.slice(1), 'true']).status === 0;
  skip(!isPossible, 'this machine lets nobody have a namespace of processes');
  const { text, file, secret } = await shownWhere(container);
  expect(text).toContain(`The tokens are in ${file}.`);
  expect(text).not.toContain(secret);
});

test('tokens are added, listed and removed while the server runs, and no command shows one', async () => {
  const { server, token, statusOf } = await start();
  const added = await token('add', 'laptop');
  const reader = await token('add', 'dashboard', '--read-only');
  const text = readFileSync(join(server.home, 'tokens'), 'utf8');
  expect(await token('list')).toMatchObject({ stdout: 'owner\nlaptop\ndashboard  read-only\n' });
  for (const { stdout, stderr } of [added, reader]) {
    expect(stdout + stderr).not.toMatch(/autoresearch_[\w-]{43}/);
  }
  expect(text.match(/autoresearch_[\w-]{43}/g)).toHaveLength(3);
  const secret = secretIn(text, 'laptop');
  expect(await statusOf(secret)).toBe(200);
  for (const name of ['laptop', 'a b', '-x', '', 'x'.repeat(65), '#x', 'ä', 'x secret\nroot']) {
    expect({ name, code: (await token('add', '--', name)).code }).toEqual({ name, code: 1 });
  }
  expect(readFileSync(join(server.home, 'tokens'), 'utf8')).toBe(text);
  expect(await token('remove', 'laptop')).toMatchObject({ code: 0 });
  expect(await token('remove', 'laptop')).toMatchObject({ code: 1 });
  expect(await statusOf(secret)).toBe(401);
  expect(await statusOf(server.secret())).toBe(200);
});

test('commands at the same time lose nothing of each other', async () => {
  const { server, token } = await start();
  await Promise.all(['a', 'b', 'c'].map((name) => token('add', name)));
  const both = await Promise.all([
    ...['a', 'b', 'c'].map((name) => token('remove', name)),
    ...['d', 'e', 'f'].map((name) => token('add', name)),
  ]);
  expect(both.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
  const text = readFileSync(join(server.home, 'tokens'), 'utf8');
  const names = text.split('\n').flatMap((line) => /^(\w+) /.exec(line)?.[1] ?? []);
  expect(names.sort()).toEqual(['d', 'e', 'f', 'owner']);
});

test.each(['new over HTTP', 'stateless over HTTP'] as const)(
  'with its token ends what is open: sessions, streams and waits; the run goes on (%s client)',
  async (kind) => {
    const { repository, server, token } = await start();
    const { origin, home } = server;
    const gate = makeGate();
    const owner = await connectTo({ origin, secret: server.secret() });
    const { session_id } = await owner.ok('init_experiment', scriptInit);
    const leaving = await connectTo({ origin, secret: await makeToken(home, 'laptop') }, kind);
    await leaving.resources.subscribe(`autoresearch://sessions/${session_id}`);
    repository.write('code.sh', gate.code + printing(90));
    // Some clients wait on, for what does not come any more.
    const wait = { session_id, description: 'a try', wait_seconds: 100 };
    leaving.call('run_experiment', wait).catch(() => undefined);
    await gate.reached();
    await token('remove', 'laptop');
    const isAnswered = () => /"run_experiment".*"laptop"/.test(server.stderr());
    await eventually('the waiting to end', isAnswered);
    await expect(leaving.call('get_status', { session_id })).rejects.toThrow();
    const told = leaving.resources.told.length;
    await owner.ok('add_ideas', { ideas: [{ title: 'Another' }] });
    gate.open();
    expect(await owner.ok('run_experiment', { run_id: `${session_id}.1` })).toMatchObject({
      verdict: 'better',
    });
    expect(leaving.resources.told).toHaveLength(told);
  },
);

test('a session is that of its token: to another, or to a new one of the same name, it is not there', async () => {
  const { server, token, begin } = await start();
  const one = await makeToken(server.home, 'one');
  const other = await makeToken(server.home, 'other');
  const began = await begin(one);
  const session = {
    'mcp-session-id': String(began.headers['mcp-session-id']),
    'mcp-protocol-version': '2025-11-25',
  };
  const body = '{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{}}';
  const use = async (secret: string, method: string) =>
    (
      await ask(server.origin, {
        method,
        headers: { ...bearer(secret), ...session },
        body: method === 'POST' ? body : '',
      })
    ).status;
  expect(await use(one, 'POST')).toBe(200);
  for (const secret of [other, server.secret()]) {
    for (const method of ['POST', 'GET', 'DELETE']) expect(await use(secret, method)).toBe(404);
  }
  expect(await use(one, 'POST')).toBe(200);
  await token('remove', 'one');
  const renewed = await makeToken(server.home, 'one');
  expect(await use(one, 'POST')).toBe(401);
  expect(await use(renewed, 'POST')).toBe(404);
});

test('a file that others may read lets nobody in, from the moment on', async () => {
  const { server, statusOf, repository } = await start();
  const file = join(server.home, 'tokens');
  const secret = server.secret();
  chmodSync(file, 0o640);
  expect(await statusOf(secret)).toBe(401);
  const again = await commandLine(['serve', '--http', '--port', '0', '--root', repository.root], {
    home: server.home,
    directory: repository.root,
  });
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toContain('chmod 600');
  expect(again.stderr).not.toContain(secret);
  chmodSync(file, 0o600);
  expect(await statusOf(secret)).toBe(200);
  writeFileSync(file, `owner ${secret}\nnonsense\n`);
  expect(await statusOf(secret)).toBe(401);
  await eventually('it to be logged', () => server.stderr().includes('nobody of that file is let in'));
  expect(server.stderr()).not.toContain(secret);
});

test('--token-file names another file', async () => {
  const file = join(temporaryDirectory(), 'own', 'tokens');
  const { server, statusOf } = await start({ options: ['--token-file', file] });
  expect(existsSync(join(server.home, 'tokens'))).toBe(false);
  const secret = secretIn(readFileSync(file, 'utf8'));
  expect(await statusOf(secret)).toBe(200);
});

test('AUTORESEARCH_TOKEN takes the place of a file, and no benchmark sees it', async () => {
  const secret = 'a-secret-that-nobody-guesses-42';
  const { server, repository, statusOf } = await start({ env: { AUTORESEARCH_TOKEN: `${secret}\n` } });
  expect(existsSync(join(server.home, 'tokens'))).toBe(false);
  expect(server.stdout()).toBe(`Serving ${server.origin}/mcp. The token is that of AUTORESEARCH_TOKEN.\n`);
  expect(await statusOf(`${secret}x`)).toBe(401);
  expect(await statusOf(secret)).toBe(200);
  const client = await connectTo({ origin: server.origin, secret });
  const { session_id } = await client.ok('init_experiment', scriptInit);
  repository.write('code.sh', `env > ${join(server.home, 'env')}\n${printing(90)}`);
  await client.ok('run_experiment', { session_id, description: 'a look around' });
  const seen = readFileSync(join(server.home, 'env'), 'utf8');
  expect(seen).toContain('AUTORESEARCH_SEED=');
  expect(seen).not.toContain(secret);
});

test('who has tokens in the file, and starts the server with AUTORESEARCH_TOKEN, is told that they do not count', async () => {
  const first = await start();
  expect(first.server.stderr()).not.toContain('takes the place');
  const env = { AUTORESEARCH_TOKEN: 'a-secret-that-nobody-guesses-42' };
  const next = await start({ env, home: first.server.home });
  const warning = 'AUTORESEARCH_TOKEN takes the place';
  await eventually('it to be logged', () => next.server.stderr().includes(warning));
  expect(await next.statusOf(first.server.secret())).toBe(401);
});
