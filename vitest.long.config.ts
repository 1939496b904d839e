import { defineConfig } from 'vitest/config';

/** What is played with the other clients, over HTTP among them, as `npm test` plays it with the usual ones: the same files. */
const scenarios = [
  'e2e/{cut-off,ideas,query-runs,resources,sessions,steering,suspicious,two-servers,verdicts,waiting}',
  'mcp/prompts',
];
const shared = {
  setupFiles: ['test/support/own-environment.ts'],
  testTimeout: 1_200_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    // Two cores, and much of it is waiting.
    maxWorkers: 3,
    projects: [
      { test: { name: 'long', include: ['test/**/*.long.test.ts'], ...shared } },
      {
        test: {
          name: 'other clients',
          include: scenarios.map((files) => `test/${files}.test.ts`),
          env: { TEST_CLIENTS: 'others' },
          ...shared,
        },
      },
    ],
  },
});
