import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, onTestFinished, test } from 'vitest';
import { stdioServer } from '../support/editor-servers.js';
import { npmPackage } from '../support/npm-package.js';
import { makePerson } from '../support/person.js';
import { serveHttp } from '../support/served.js';
import { makeRepository } from '../support/test-repository.js';

test('what the page of Claude Desktop says of HTTP connects, by way of mcp-remote', async () => {
  const { root } = makeRepository({ 'work.txt': '40\n' });
  const served = await serveHttp(root);
  const { env } = makePerson();
  const filled = { 'http://127.0.0.1:4319/mcp': served.url, '<token>': served.token };
  const server = stdioServer('claude-desktop', 'http', filled);
  // Where npx looks first. It would come from the registry otherwise.
  const cwd = await npmPackage(server.args[1] ?? '');
  const client = new Client({ name: 'desktop', version: '1.0.0' });
  onTestFinished(() => client.close());
  const started = { ...server, env: { ...env, ...server.env }, cwd, stderr: 'ignore' as const };
  await client.connect(new StdioClientTransport(started));
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toContain('run_experiment');
});
