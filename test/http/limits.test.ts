import { once } from 'node:events';
import { request } from 'node:http';
import { connect as open, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { connectTo } from '../support/connect.js';
import { eventually } from '../support/eventually.js';
import { ask, bearer, initialize } from '../support/http-request.js';
import { type HttpServer, startHttpServer } from '../support/http-server.js';
import { memoryOf } from '../support/server-use.js';
import { printing, scriptFiles, scriptInit } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';

const megabyte = 1024 * 1024;

async function start() {
  const repository = makeRepository(scriptFiles);
  const server = await startHttpServer({ roots: [repository.root] });
  return { repository, server, address: { origin: server.origin, secret: server.secret() } };
}

test.each([
  ['announced', { 'content-length': String(100 * megabyte) }],
  ['not announced', { 'transfer-encoding': 'chunked' }],
])('a body of 100 MB, %s, is refused before it is there', async (_, headers) => {
  const { server, address } = await start();
  const before = memoryOf(server.pid, 'VmHWM');
  expect([413, 'dropped']).toContain(await flood(server, { ...bearer(address.secret), ...headers }));
  // Without a token it is not even looked at.
  expect([401, 'dropped']).toContain(await flood(server, headers));
  expect(memoryOf(server.pid, 'VmHWM') - before).toBeLessThan(60);
  expect(await (await connectTo(address)).listTools()).not.toEqual([]);
});

test.each([
  ['ten thousand headers', Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`x-${at}`, 'y']))],
  ['a header of a megabyte', { 'x-long': 'x'.repeat(megabyte) }],
])('%s: refused', async (_, headers) => {
  const { server, address } = await start();
  const asked = { headers: { ...headers, ...bearer(address.secret) }, body: initialize };
  const status = await ask(server.origin, asked).then(
    (answer) => answer.status,
    () => 'dropped',
  );
  expect([431, 'dropped']).toContain(status);
  expect(await (await connectTo(address)).listTools()).not.toEqual([]);
});

const alien = 'Origin: https://evil.example\r\n';

test.each([
  ['ten thousand of the shortest headers', 'a:\r\n'.repeat(10_000), 431],
  ['a foreign page behind more headers than Node.js looks at', `${'a:\r\n'.repeat(2000)}${alien}`, 431],
  ['a foreign page behind as many as there may be', `${'a:\r\n'.repeat(150)}${alien}`, 403],
  ['two names', 'Host: evil.example\r\n', 400],
  ['two tokens', `Authorization: Bearer ${'x'.repeat(40)}\r\n`, 400],
  ['two foreign pages', `${alien}${alien}`, 403],
])('%s: refused', async (_, lines, status) => {
  const { server, address } = await start();
  const socket = opened(server);
  const answered = once(socket, 'data');
  const length = `Content-Length: ${initialize.length}\r\n`;
  socket.write(`${headOf(address.secret)}${lines}${length}\r\n${initialize}`);
  expect(String(await answered)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});

test.each(['new over HTTP', 'old over HTTP'] as const)(
  'a URI of megabytes is no resource, and the request is told so (%s client)',
  async (kind) => {
    const { address } = await start();
    const client = await connectTo(address, kind);
    const uri = `autoresearch://sessions/${'x'.repeat(3 * megabyte)}`;
    await expect(client.resources.read(uri)).rejects.toThrow('maximum length');
    expect(await client.listTools()).not.toEqual([]);
  },
);

test('who says nothing is dropped, and meanwhile a client is served', async () => {
  const { repository, server, address } = await start();
  const silent = Array.from({ length: 500 }, () => opened(server));
  await Promise.all(silent.map((socket) => once(socket, 'connect')));
  const slow = opened(server);
  slow.write('POST /mcp HTTP/1.1\r\nHost: localhost\r\n');
  const client = await connectTo(address);
  await client.ok('init_experiment', scriptInit);
  repository.write('code.sh', printing(90));
  expect(await client.ok('run_experiment', { description: 'a try' })).toMatchObject({ verdict: 'better' });
  await eventually('the silent ones to be dropped', () => [...silent, slow].every(({ closed }) => closed));
});

test('who asks on and on and never reads is dropped, and its answers are not kept', async () => {
  const { server, address } = await start();
  const client = await connectTo(address, 'stateless over HTTP');
  await client.listTools();
  const before = memoryOf(server.pid, 'VmHWM');
  const socket = opened(server).pause();
  const request = listing(address.secret);
  socket.write(request.repeat(2000));
  // One that is dropped takes no more.
  await eventually('the connection to be dropped', () => {
    socket.write(request);
    return socket.closed;
  });
  expect(memoryOf(server.pid, 'VmHWM') - before).toBeLessThan(60);
  expect(await client.listTools()).not.toEqual([]);
});

test('a request that is cut in the middle does nothing, and no harm', async () => {
  const { server, address } = await start();
  const head = headOf(address.secret);
  const cuts = [
    head,
    `${head}Content-Length: ${initialize.length}\r\n\r\n`,
    `${head}Content-Length: ${initialize.length}\r\n\r\n${initialize.slice(0, 40)}`,
    `${head}Transfer-Encoding: chunked\r\n\r\n10\r\n{"jsonrpc"`,
    `${head}Transfer-Encoding: chunked\r\n\r\nnonsense`,
    'nonsense\r\n\r\n',
    '\u0016\u0003\u0001',
  ];
  for (const cut of cuts) {
    const socket = opened(server);
    socket.write(cut);
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
  }
  const metrics = await ask(server.origin, {
    method: 'GET',
    path: '/metrics',
    headers: bearer(address.secret),
  });
  expect(metrics.body).toContain('autoresearch_sessions 0');
  expect(server.stderr()).not.toContain(address.secret);
  expect(await (await connectTo(address)).listTools()).not.toEqual([]);
});

test('sessions that are begun at once are not more than one token may have', async () => {
  const { server, address } = await start();
  const begin = () => ask(server.origin, { headers: bearer(address.secret), body: initialize });
  const statuses = await Promise.all(Array.from({ length: 300 }, begin));
  expect(statuses.filter(({ status }) => status === 200)).toHaveLength(300);
  const metrics = await ask(server.origin, {
    method: 'GET',
    path: '/metrics',
    headers: bearer(address.secret),
  });
  expect(metrics.body).toContain('autoresearch_sessions 250\n');
});

test('no session remembers any number of subscriptions', async () => {
  const { address } = await start();
  const { resources } = await connectTo(address);
  await expect(resources.subscribe(`autoresearch://${'x'.repeat(1000)}`)).rejects.toThrow('characters');
  for (let at = 0; at < 1000; at += 1) await resources.subscribe(`autoresearch://runs/x.${at}`);
  await expect(resources.subscribe('autoresearch://sessions')).rejects.toThrow('unsubscribe');
  await resources.unsubscribe('autoresearch://runs/x.7');
  await resources.subscribe('autoresearch://sessions');
});

/** A request for a long answer, in the 2026-07-28 revision: there every one is let in by itself. */
function listing(secret: string): string {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: meta } });
  const headers = {
    Host: 'localhost',
    Authorization: `Bearer ${secret}`,
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': '2026-07-28',
    'Mcp-Method': 'tools/list',
    'Content-Length': body.length,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /mcp HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** The beginning of a good request, as it goes over the wire. */
function headOf(secret: string): string {
  return `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${secret}\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n`;
}

function opened({ origin }: HttpServer): Socket {
  const { port, hostname } = new URL(origin);
  const socket = open(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  // Being dropped is what is waited for.
  socket.on('error', () => undefined);
  socket.resume();
  return socket;
}

/** Send a hundred megabytes, which are not all taken. @returns the status of the answer, where it still arrives. */
function flood({ origin }: HttpServer, headers: Record<string, string>): Promise<number | 'dropped'> {
  return new Promise((resolve, reject) => {
    const asked = request(`${origin}/mcp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    asked.once('response', ({ statusCode = 0 }) => {
      resolve(statusCode);
      asked.destroy();
    });
    asked.on('error', () => resolve('dropped'));
    const chunk = Buffer.alloc(megabyte, 'x');
    let left = 100;
    const send = () => {
      while (left > 0 && !asked.destroyed && asked.write(chunk)) left -= 1;
      if (left <= 0) reject(new Error('All of it was taken.'));
    };
    asked.on('drain', send);
    send();
  });
}
