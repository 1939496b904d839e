import { readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { memoryOf } from '../support/server-use.js';
import { startSession } from '../support/session.js';

const bytes = 2_000_000_000;
const floods = {
  lines: `yes 'what a noisy benchmark prints' | head -c ${bytes}`,
  'one line': `head -c ${bytes} /dev/zero | tr '\\0' 'x'`,
};

const peakOf = (pid: number): number => memoryOf(pid, 'VmHWM');

test.runIf(process.platform === 'linux').each(Object.entries(floods))(
  'two gigabytes of %s leave the memory flat and the log small, with head and tail',
  async (_, flood) => {
    const { attempt, settle, server } = await startSession({ kind: 'new' });
    await settle('echo METRIC size=201\n', 'discard');
    const before = peakOf(server.pid);
    const run = await attempt(`echo the beginning\n${flood}\necho; echo METRIC size=200; echo the end\n`);
    expect(run).toMatchObject({ state: 'finished', verdict: 'not_better', metric: { candidate: 200 } });
    // Node collects what it has read when there are 64 MB of it.
    expect(peakOf(server.pid) - before).toBeLessThan(150);
    expect(run.output_tail).toContain('the end');
    expect(statSync(run.log_path).size).toBeLessThan(9 * 2 ** 20);
    const log = readFileSync(run.log_path, 'utf8');
    expect(log.startsWith('the beginning\n')).toBe(true);
    expect(log).toMatch(/\[… \d{10} bytes left out …\]/);
    expect(log.endsWith('METRIC size=200\nthe end\n')).toBe(true);
  },
);
