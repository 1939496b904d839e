import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, onTestFinished, test } from 'vitest';
import { httpServer, stdioServer } from '../support/editor-servers.js';
import { makePerson } from '../support/person.js';
import { serveHttp } from '../support/served.js';
import { makeRepository } from '../support/test-repository.js';

function newClient(): Client {
  const client = new Client({ name: 'editor', version: '1.0.0' });
  onTestFinished(() => client.close());
  return client;
}

test.each(['cursor', 'vs-code', 'claude-desktop'] as const)(
  'what the page of %s has started over stdio serves the repository that it names',
  async (client) => {
    const { root } = makeRepository({ 'work.txt': '40\n' });
    const { home, env } = makePerson();
    const places = { '${workspaceFolder}': root, '/home/me/repository': root };
    const { command, args } = stdioServer(client, 'stdio', places);
    const connected = newClient();
    await connected.connect(new StdioClientTransport({ command, args, env, cwd: home, stderr: 'ignore' }));
    const status = await connected.callTool({ name: 'get_status', arguments: {} });
    expect(status.structuredContent).toMatchObject({ error: { code: 'no_session' } });
    expect(JSON.stringify(status.structuredContent)).toContain(root);
  },
);

test.each(['cursor', 'vs-code'] as const)('what the page of %s says of HTTP connects', async (client) => {
  const { root } = makeRepository({ 'work.txt': '40\n' });
  const served = await serveHttp(root);
  const filled = {
    'http://127.0.0.1:4319/mcp': served.url,
    '${env:AUTORESEARCH_CLIENT_TOKEN}': served.token,
    '${input:autoresearch-token}': served.token,
  };
  const { url, headers } = httpServer(client, filled);
  const connected = newClient();
  await connected.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  const { tools } = await connected.listTools();
  expect(tools.map(({ name }) => name)).toContain('run_experiment');
});
