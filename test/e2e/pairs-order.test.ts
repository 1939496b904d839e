import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { storedSamples } from '../support/database.js';
import { startNoisySession } from '../support/noisy.js';
import { drawnPairs } from '../support/sample-pairs.js';

const writeEnvironment = `env | sort > "$NOISY_DIRECTORY/env.$ms.$$"\n`;

/** What the samples of some code were given: the environment without what is to differ from sample to sample. */
function environmentsOf(directory: string, ms: number): readonly (readonly string[])[] {
  return readdirSync(directory)
    .filter((name) => name.startsWith(`env.${ms}.`))
    .map((name) =>
      readFileSync(join(directory, name), 'utf8')
        .split('\n')
        .map((line) => line.replace(/^(AUTORESEARCH_(?:SEED|MARK))=.*/, '$1')),
    );
}

test('in about half of the pairs the candidate is first, and both members have one seed that no other pair has', async () => {
  const { server, settle } = await startNoisySession();
  for (const value of [70, 69, 68]) await settle(`ms=${value}\n`, 'discard');
  const pairs = [1, 2, 3].flatMap((run) => drawnPairs(storedSamples(server.home, run)));
  for (const { name, members } of pairs) expect(members[0]?.seed, name).toBe(members[1]?.seed);
  expect(pairs).toHaveLength(3 * 16);
  expect(new Set(pairs.map(({ members }) => members[0]?.seed)).size).toBe(pairs.length);
  const candidateFirst = pairs.filter(({ members }) => members[0]?.side === 'candidate').length;
  expect(candidateFirst).toBeGreaterThan(12);
  expect(candidateFirst).toBeLessThan(36);
});

test('neither environment nor the length of a path tells the two sides of a pair from each other', async () => {
  const { attempt, directory } = await startNoisySession({ hook: writeEnvironment });
  await attempt('ms=70\n');
  const [ours, theirs] = [environmentsOf(directory, 100), environmentsOf(directory, 70)];
  expect(theirs.length).toBeGreaterThan(16);
  const withoutPlace = (lines: readonly string[]) =>
    lines.map((line) => (line.startsWith('PWD=') ? `${line.length}` : line));
  const kinds = new Set([...ours, ...theirs].map((lines) => withoutPlace(lines).join('\n')));
  expect([...kinds]).toHaveLength(1);
});
