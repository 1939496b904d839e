import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    setupFiles: ['test/support/own-environment.ts'],
    include: ['test/**/*.long.test.ts'],
    testTimeout: 1_200_000,
    hookTimeout: 60_000,
    // Two cores, and a third of it is waiting.
    maxWorkers: 4,
  },
});
