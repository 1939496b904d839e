import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect as open } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { connectTo } from '../support/connect.js';
import { eventually } from '../support/eventually.js';
import { makeGate } from '../support/gate.js';
import { ask, bearer, initialize } from '../support/http-request.js';
import { startHttpServer } from '../support/http-server.js';
import { printing, scriptFiles, scriptInit } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';
import { makeToken } from '../support/tokens.js';

const line = z.looseObject({ level: z.number(), msg: z.string() });

async function start(...options: string[]) {
  const repository = makeRepository(scriptFiles);
  const server = await startHttpServer({ roots: [repository.root], options });
  return { repository, server, client: await connectTo({ origin: server.origin, secret: server.secret() }) };
}

/** What the log says of calls. */
function callsIn(log: string): Record<string, unknown>[] {
  const lines = log.trimEnd().split('\n');
  return lines.map((text) => line.parse(JSON.parse(text))).filter(({ msg }) => msg === 'call');
}

test('a call is one line, with tool, session, token, time and what became of it; no secret is ever in it', async () => {
  const { server, client } = await start();
  const { session_id: session } = await client.ok('init_experiment', scriptInit);
  const secret = await makeToken(server.home, 'reader', '--read-only');
  const reader = await connectTo({ origin: server.origin, secret }, 'stateless over HTTP');
  await reader.ok('get_status', { session_id: session });
  await reader.refused('cancel_run', { run_id: `${session}.0` });
  await client.refused('get_run', { run_id: secret });
  await client.refused('run_experiment', { description: 'nothing' });
  await ask(server.origin, { path: `/mcp?token=${secret}`, headers: bearer(secret), body: '{' });
  await ask(server.origin, { headers: bearer(`${secret}x`), body: secret });
  const keptOut = /"level":40,.*"status":401,"from":"127.0.0.1","msg":"kept out"/;
  await eventually('the last of them to be logged', () => keptOut.test(server.stderr()));
  const ms = expect.any(Number);
  expect(callsIn(server.stderr())).toMatchObject([
    { level: 30, tool: 'init_experiment', visitor: 'owner', session, outcome: 'ok', ms },
    { level: 30, tool: 'get_status', visitor: 'reader', session, outcome: 'ok', ms },
    { level: 30, tool: 'cancel_run', visitor: 'reader', session, outcome: 'read_only', ms },
    { level: 30, tool: 'get_run', visitor: 'owner', outcome: 'unknown_run', ms },
    { level: 30, tool: 'run_experiment', visitor: 'owner', session, outcome: 'unchanged', ms },
  ]);
  expect(server.stderr()).not.toMatch(/"unknown_run","session"/);
  for (const each of [secret, server.secret()]) {
    expect(server.stdout() + server.stderr()).not.toContain(each);
  }
});

test('of what is no good there is one short line, whatever was sent', async () => {
  const { server } = await start('--log-level', 'warn');
  const long = 'x'.repeat(3 * 1024 * 1024);
  const sent = (method: string, revision: string) => {
    const meta = {
      'io.modelcontextprotocol/protocolVersion': revision,
      'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    return JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { _meta: meta } });
  };
  const requests: [body: string, version: string][] = [
    [sent('tools/list', long), '2026-07-28'],
    [sent(long, '2026-07-28'), '2026-07-28'],
    [sent('tools/list', '2026-07-28'), 'x'.repeat(7000)],
    [sent('tools/list', '2099-12-31'), '2099-12-31'],
    [JSON.stringify([long]), '2026-07-28'],
    ['{', '2025-11-25'],
    [sent('tools/list', '2025-11-25'), '2025-11-25'],
    [initialize, long.slice(0, 7000)],
  ];
  for (const [body, version] of requests) {
    const headers = { ...bearer(server.secret()), 'mcp-protocol-version': version };
    expect((await ask(server.origin, { headers, body })).status).toBe(400);
  }
  const lines = () => server.stderr().split('\n').slice(0, -1);
  const guessed = { ...bearer(server.secret()), 'mcp-session-id': 'a-guess' };
  expect((await ask(server.origin, { headers: guessed, body: initialize })).status).toBe(404);
  await eventually('each to be logged', () => lines().length === requests.length + 1);
  for (const text of lines()) {
    expect(line.parse(JSON.parse(text))).toMatchObject({
      level: 40,
      msg: 'protocol error',
      reason: expect.stringContaining(' '),
    });
    expect(text.length).toBeLessThan(1000);
    expect(text).not.toContain('stack');
  }
  expect(server.stderr()).toContain('"code":-32022');
});

test('a request that its client has cut off is one short line, and no fault', async () => {
  const { server } = await start();
  const headers = { ...bearer(server.secret()), 'content-type': 'application/json', 'content-length': '100' };
  const cut = request(server.origin, { method: 'POST', path: '/mcp', headers });
  cut.once('error', () => undefined);
  cut.write('{"jsonrpc"', () => setTimeout(() => cut.destroy(), 200));
  await eventually('the line', () => server.stderr().includes('cut off'));
  const last = server.stderr().trimEnd().split('\n').at(-1) ?? '';
  expect(line.parse(JSON.parse(last))).toMatchObject({ level: 30, msg: 'a request was cut off' });
  expect(server.stderr()).not.toContain('stack');
});

test.each(['warn', 'silent'])('--log-level %s says nothing of calls', async (level) => {
  const { server, client } = await start('--log-level', level);
  await client.refused('get_status');
  expect(server.stderr()).toBe('');
});

test('--log-format pretty is for people', async () => {
  const { server, client } = await start('--log-format', 'pretty');
  await client.refused('get_status');
  const call = /^.*INFO.*: call .*"tool":"get_status","outcome":"no_session".*\n/m;
  await eventually('it to be logged', () => call.test(server.stderr()));
  expect(server.stderr()).not.toContain(server.secret());
});

test('the metrics say what is going on, and what has been', async () => {
  const { repository, server, client } = await start();
  const secret = await makeToken(server.home, 'prometheus', '--read-only');
  const metrics = async () => {
    const { status, headers, body } = await ask(server.origin, {
      method: 'GET',
      path: '/metrics',
      headers: bearer(secret),
    });
    expect({ status, type: headers['content-type'] }).toMatchObject({
      status: 200,
      type: /^text\/plain; version=0.0.4/,
    });
    return (name: string) => Number(new RegExp(`^autoresearch_${name} (\\S+)$`, 'm').exec(body)?.[1] ?? 0);
  };
  await client.refused('get_status');
  await client.ok('init_experiment', scriptInit);
  const idle = await metrics();
  expect(idle('calls_total{tool="get_status",outcome="no_session"}')).toBe(1);
  expect(idle('calls_total{tool="init_experiment",outcome="ok"}')).toBe(1);
  expect(idle('call_duration_seconds_count{tool="init_experiment"}')).toBe(1);
  expect(idle('call_duration_seconds_sum{tool="init_experiment"}')).toBeGreaterThan(0);
  expect(['running', 'queued', 'sessions'].map(idle)).toEqual([0, 0, 1]);

  const gate = makeGate();
  repository.write('code.sh', gate.code + printing(90));
  const { run_id } = await client.ok('run_experiment', { description: 'held', wait_seconds: 0 });
  await gate.reached();
  const busy = await metrics();
  expect(busy('running')).toBe(1);
  expect(busy('children')).toBeGreaterThan(0);
  gate.open();
  await client.ok('run_experiment', { run_id });
  await client.close();
  await eventually('nothing to run any more', async () => {
    const now = await metrics();
    return now('running') === 0 && now('children') === 0;
  });
});

test('with a certificate it speaks TLS, also where others reach it', async () => {
  const directory = temporaryDirectory();
  const [cert, key] = [join(directory, 'cert.pem'), join(directory, 'key.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', key, '-out', cert];
  execFileSync('openssl', [...made, ...subject], { stdio: 'ignore' });
  const { root } = makeRepository(scriptFiles);
  const options = ['--host', '0.0.0.0', '--tls-cert', cert, '--tls-key', key];
  const server = await startHttpServer({ roots: [root], options });
  const port = new URL(server.origin).port;
  expect(server.origin).toBe(`https://localhost:${port}`);
  const curl = (...args: string[]) =>
    execFileSync('curl', ['--silent', '--show-error', '--cacert', cert, ...args], { encoding: 'utf8' });
  expect(curl(`https://localhost:${port}/healthz`)).toBe('ok\n');
  const authorised = ['--header', `Authorization: Bearer ${server.secret()}`];
  expect(curl(...authorised, `https://localhost:${port}/metrics`)).toContain('autoresearch_sessions 0');
  expect(() => curl(`http://localhost:${port}/healthz`)).toThrow();
  // It would have ten seconds to greet.
  const silent = open(Number(port), '127.0.0.1').on('error', () => undefined);
  await once(silent, 'connect');
  const late = sleep(8_000, 'late', { ref: false });
  expect(await Promise.race([server.stop(), late])).toBe(0);
});
