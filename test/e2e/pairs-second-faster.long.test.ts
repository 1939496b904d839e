import { expect, test } from 'vitest';
import { storedSamples } from '../support/database.js';
import { startNoisySession } from '../support/noisy.js';
import { drawnPairs } from '../support/sample-pairs.js';

// Both members of a pair have one seed, and no other sample has it.
const fasterSecond = `if [ "$AUTORESEARCH_SEED" = "$(cat "$NOISY_DIRECTORY/last" 2>/dev/null)" ]; then factor=0.98; fi
echo "$AUTORESEARCH_SEED" > "$NOISY_DIRECTORY/last"
`;

test('that the second member of each pair is 2 % faster keeps none of thirty changes without effect', async () => {
  const { settle, server, repository } = await startNoisySession({ percent: 0.5, hook: fasterSecond });
  const start = repository.git('rev-parse', 'HEAD');
  const ratios: number[] = [];
  for (let number = 1; number <= 30; number++) {
    const run = await settle(`ms=100 # ${number}\n`, 'discard');
    expect(run.verdict, run.run_id).not.toBe('better');
    const pairs = drawnPairs(storedSamples(server.home, number));
    ratios.push(...pairs.map(({ members: [first, second] }) => (second?.value ?? 0) / (first?.value ?? 0)));
  }
  expect(repository.git('rev-parse', 'HEAD')).toBe(start);
  expect(ratios.length).toBeGreaterThanOrEqual(30 * 4);
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  expect(mean).toBeGreaterThan(0.978);
  expect(mean).toBeLessThan(0.982);
});
