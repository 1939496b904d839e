import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { serveOverHttp } from '../../src/mcp/transports/http/http-server.js';
import { openKeyring } from '../../src/mcp/transports/http/keyring.js';
import { fixtureServer } from '../fixtures/conformance/fixture-server.js';
import { bearerProxy } from '../support/clients/bearer-proxy.js';
import { conformance, revisions } from './suite.js';

const token = 'a-token-of-the-tests-0123456789';

test.each(revisions)(
  'the HTTP layer is all that the official suite asks for in %s',
  { timeout: 300_000 },
  async (revision) => {
    const url = await bearerProxy(await serveFixtures(), token);
    const { exitCode, summary } = await conformance(url, revision);
    expect(exitCode, summary).toBe(0);
    expect(summary).toMatch(/✓ dns-rebinding-protection: [1-9]/);
  },
);

/** What the scenarios want to find, on our own HTTP layer. */
async function serveFixtures(): Promise<string> {
  const logger = pino({ level: 'silent' });
  const keyring = openKeyring({ secret: token }, logger);
  const server = await serveOverHttp(
    {
      createServer: () => Promise.resolve(fixtureServer()),
      keyring,
      logger,
      hostNames: [],
      metrics: () => Promise.resolve(''),
    },
    { host: '127.0.0.1', port: 0 },
  );
  onTestFinished(server.close);
  return `${server.url}/mcp`;
}
