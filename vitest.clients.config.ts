import { defineConfig } from 'vitest/config';

/** What `npm test` plays with the usual clients, played with the others, over HTTP among them. */
const scenarios = [
  'e2e/{cut-off,ideas,query-runs,resources,sessions,steering,suspicious,two-servers,verdicts,waiting}',
  'mcp/prompts',
];

export default defineConfig({
  test: {
    setupFiles: ['test/support/own-environment.ts'],
    include: scenarios.map((files) => `test/${files}.test.ts`),
    // Whatever else these files have is the same with every client.
    testNamePattern: /(with the .+|\(.+) client/,
    env: { TEST_CLIENTS: 'others' },
    testTimeout: 1_200_000,
    hookTimeout: 60_000,
    maxWorkers: 4,
  },
});
