import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bearerProxy } from '../support/clients/bearer-proxy.js';
import { serveHttp } from '../support/served.js';
import { temporaryDirectory } from '../support/temporary.js';
import { conformance, revisions } from './suite.js';

const baseline = fileURLToPath(new URL('baseline.yml', import.meta.url));

test.each(revisions)(
  'of the official suite for %s, only what asks for its own tools, prompts and resources fails',
  { timeout: 300_000 },
  async (revision) => {
    const { url, token } = await serveHttp(temporaryDirectory());
    const { exitCode, summary } = await conformance(await bearerProxy(url, token), revision, baseline);
    expect(exitCode, summary).toBe(0);
    expect(summary).toMatch(/✓ tools-list: [1-9]/);
  },
);
