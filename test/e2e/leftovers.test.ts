import { join } from 'node:path';
import { expect, test } from 'vitest';
import { processesWith } from '../support/processes.js';
import { printing, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

test('what any command of a run leaves behind is ended and named, each kind once', async () => {
  const variable = `LEFTOVER_TEST=${process.pid}`;
  const files = {
    'checks.sh': 'tail -f /dev/null &\n',
    'setup.sh': 'yes > /dev/null &\n',
  };
  const init = { checks_command: 'sh checks.sh', setup_command: 'sh setup.sh' };
  const { started, attempt } = await startSession({
    kind: 'new',
    files,
    init,
    connect: { env: { LEFTOVER_TEST: String(process.pid) } },
  });
  expect(started.verdict).toBe('baseline');
  expect(started.notes.join('\n')).toMatch(/were ended: yes, tail\.$/m);

  // The first sample, which is the gate, leaves nothing; the others do.
  const once = join(temporaryDirectory(), 'once');
  const run = await attempt(`if [ -e ${once} ]; then sleep 300 & fi\n: > ${once}\n${printing(90)}`);
  expect(run).toMatchObject({ verdict: 'better', evidence: 'exact' });
  expect(run.elapsed_seconds).toBeLessThan(100);
  expect(run.notes.filter((note: string) => note.includes('were ended'))).toHaveLength(1);
  expect(run.notes.join('\n')).toContain('sleep');
  expect(run.notes.join('\n')).toContain('tail');
  expect(processesWith(variable).filter((line) => !line.includes('cli.js'))).toEqual([]);
});
