import { expect, test } from 'vitest';
import { connectTo } from '../support/connect.js';
import { countRows } from '../support/database.js';
import { type Asked, ask, bearer, initialize } from '../support/http-request.js';
import { startHttpServer } from '../support/http-server.js';
import { scriptFiles, scriptInit } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';

type Attack = readonly [what: string, request: Asked, status: number];

test('nobody comes in without a token, or from somewhere else', async () => {
  const { root } = makeRepository(scriptFiles);
  const server = await startHttpServer({ roots: [root] });
  const secret = server.secret();
  const good = bearer(secret);
  const attacks: readonly Attack[] = [
    ['no token', {}, 401],
    ['no token, and a session', { headers: { 'mcp-session-id': 'x' } }, 401],
    ['a wrong token', { headers: bearer('x'.repeat(secret.length)) }, 401],
    ['the beginning of the token', { headers: bearer(secret.slice(0, -1)) }, 401],
    ['more than the token', { headers: bearer(`${secret}x`) }, 401],
    ['the name of the token', { headers: bearer('owner') }, 401],
    ['two tokens', { headers: { authorization: `Bearer ${secret} ${secret}` } }, 401],
    ['another scheme', { headers: { authorization: `Basic ${btoa(`owner:${secret}`)}` } }, 401],
    ['the token in the address', { path: `/mcp?access_token=${secret}` }, 401],
    ['metrics without a token', { method: 'GET', path: '/metrics' }, 401],
    ['anything else without a token', { method: 'GET', path: '/../etc/passwd' }, 401],
    ['a forged host', { headers: { ...good, host: 'evil.example' } }, 403],
    [
      'a name that was bound again',
      { headers: { ...good, host: `127.0.0.1.evil.example:${portOf(server)}` } },
      403,
    ],
    ['a host that is none', { headers: { ...good, host: '][' } }, 400],
    ['a host with a name before it', { headers: { ...good, host: 'user@localhost' } }, 400],
    ['a host with a path', { headers: { ...good, host: 'localhost/x' } }, 400],
    ['a host with a fragment', { headers: { ...good, host: 'localhost#x' } }, 400],
    ['a host with a port that there is not', { headers: { ...good, host: 'localhost:99999' } }, 403],
    [
      'a forged host for the metrics',
      { method: 'GET', path: '/metrics', headers: { ...good, host: 'a.b' } },
      403,
    ],
    ['a foreign page', { headers: { ...good, origin: 'https://evil.example' } }, 403],
    ['a page of nobody', { headers: { ...good, origin: 'null' } }, 403],
    ['a page with a name like ours', { headers: { ...good, origin: 'http://localhost.evil.example' } }, 403],
    ['another path', { headers: good, path: '/mcp/..' }, 404],
    ['another method', { headers: good, method: 'PATCH' }, 405],
    ['a method that asks for an echo', { headers: good, method: 'TRACE', body: '' }, 405],
  ];
  for (const [what, request, status] of attacks) {
    const answer = await ask(server.origin, { body: initialize, ...request }).catch((error: unknown) => {
      throw new Error(what, { cause: error });
    });
    expect({ what, status: answer.status }).toEqual({ what, status });
    expect(answer.body).not.toContain(secret);
    expect(answer.headers).not.toHaveProperty('mcp-session-id');
    if (status === 405) expect(answer.headers).toMatchObject({ allow: 'GET, POST, DELETE' });
    if (status === 401) expect(answer.headers).toHaveProperty('www-authenticate');
  }
  const client = await connectTo({ origin: server.origin, secret });
  expect(await client.ok('init_experiment', scriptInit)).toMatchObject({ verdict: 'baseline' });
  expect(countRows(server.home, 'sessions')).toBe(1);
  expect(server.stdout() + server.stderr()).not.toContain(secret);
  expect(server.stderr()).not.toContain('stack');
});

test('an own page, and whoever has a token, comes in', async () => {
  const { root } = makeRepository(scriptFiles);
  const { origin, secret } = await startHttpServer({ roots: [root] });
  for (const headers of [
    {},
    { origin: 'http://localhost:3000' },
    { host: 'localhost:1' },
    { host: 'LOCALHOST:' },
    { host: '[0::1]:1' },
  ]) {
    const answer = await ask(origin, { headers: { ...bearer(secret()), ...headers }, body: initialize });
    expect(answer.status).toBe(200);
  }
});

test('a browser lets no page of another origin use a token: nothing here allows it to', async () => {
  const { root } = makeRepository(scriptFiles);
  const { origin, secret } = await startHttpServer({ roots: [root] });
  const page = { origin: 'http://localhost:3000' };
  const preflight = {
    ...page,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  };
  const answers = [
    await ask(origin, { method: 'OPTIONS', headers: preflight }),
    await ask(origin, { method: 'OPTIONS', headers: { ...preflight, ...bearer(secret()) } }),
    await ask(origin, { headers: { ...page, ...bearer(secret()) }, body: initialize }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 405, 200]);
  for (const { headers } of answers) expect(Object.keys(headers).join()).not.toContain('access-control');
});

test('whoever looks whether it is there is answered, by whatever address', async () => {
  const { root } = makeRepository(scriptFiles);
  const { origin } = await startHttpServer({ roots: [root] });
  for (const host of [
    new URL(origin).host,
    '10.0.0.5:4319',
    '[fd00::5]:4319',
    'autoresearch.default.svc',
    '',
  ]) {
    const health = await ask(origin, { method: 'GET', path: '/healthz', headers: { host } });
    expect({ host, ...health }).toMatchObject({ host, status: 200, body: 'ok\n' });
  }
});

test.each([
  ['that is broken', '{"jsonrpc": "2.0", '],
  ['that is empty', ''],
  ['that is something else', '[[[]]]'],
  ['that is deep', '['.repeat(1_000_000)],
  ['that is not text', '\u0000\ufffd'],
  ['that answers what was not asked', '{"jsonrpc":"2.0","id":7,"result":{}}'],
])('a body %s is refused, and nothing is left of it', async (_, body) => {
  const { root } = makeRepository(scriptFiles);
  const server = await startHttpServer({ roots: [root] });
  for (const version of ['2025-11-25', '2026-07-28', 'x']) {
    const headers = { ...bearer(server.secret()), 'mcp-protocol-version': version };
    expect((await ask(server.origin, { headers, body })).status).toBe(400);
  }
  const metrics = await ask(server.origin, {
    method: 'GET',
    path: '/metrics',
    headers: bearer(server.secret()),
  });
  expect(metrics.body).toContain('autoresearch_sessions 0');
});

function portOf({ origin }: { readonly origin: string }): string {
  return new URL(origin).port;
}
