import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    setupFiles: ['test/support/own-environment.ts'],
    include: ['test/sim/**/*.sim.ts'],
    testTimeout: 1_200_000,
  },
});
