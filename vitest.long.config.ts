import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes minutes, though its file is short: begun last, it would be waited for alone. */
const longest = ['random-walk', 'crash-matrix', 'restore.long', 'package/'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => longest.some((part) => moduleId.includes(part));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    setupFiles: ['test/support/own-environment.ts'],
    include: ['test/**/*.long.test.ts'],
    testTimeout: 1_200_000,
    hookTimeout: 60_000,
    // Two cores, and a third of it is waiting.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
  },
});
