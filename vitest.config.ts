import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    setupFiles: ['test/support/own-environment.ts'],
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.long.test.ts'],
    // For what hangs: no test is about time, and a busy machine may be several times slower than another.
    testTimeout: 240_000,
    hookTimeout: 60_000,
    // Two cores, and every end-to-end test starts processes of its own.
    maxWorkers: 3,
  },
});
