import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/sim/**/*.sim.ts'],
    testTimeout: 1_200_000,
  },
});
