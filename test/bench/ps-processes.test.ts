import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { parsePs } from '../../src/bench/ps-processes.js';

const mark = 'AUTORESEARCH_MARK=abc';

it('reads parent, group and mark, and leaves out the dead', () => {
  const output = [
    '    1     0     1 Ss   Mon Nov  3 03:48:00 2025     /sbin/launchd',
    '  700     1   700 S+   Mon Nov 23 03:48:00 2025     /usr/local/bin/node bench.js HOME=/Users/a AUTORESEARCH_MARK=abc',
    '  701   700   700 R    Mon Nov 23 03:48:01 2025     sleep 300',
    '  702   700   700 Z    Mon Nov 23 03:48:01 2025     (sleep)',
    '  704   700   704 Ss   Mon Nov 23 03:48:02 2025     ./other AUTORESEARCH_MARK=def',
    '',
  ].join('\n');
  expect(parsePs(output, mark)).toEqual([
    { pid: 1, parent: 0, group: 1, startedAt: 'Mon Nov  3 03:48:00 2025', name: 'launchd', marked: false },
    { pid: 700, parent: 1, group: 700, startedAt: 'Mon Nov 23 03:48:00 2025', name: 'node', marked: true },
    {
      pid: 701,
      parent: 700,
      group: 700,
      startedAt: 'Mon Nov 23 03:48:01 2025',
      name: 'sleep',
      marked: false,
    },
    {
      pid: 704,
      parent: 700,
      group: 704,
      startedAt: 'Mon Nov 23 03:48:02 2025',
      name: 'other',
      marked: false,
    },
  ]);
});

// Linux shows the environment for `e`, macOS for `-E`; the columns are the same.
it.runIf(process.platform === 'linux')('reads what a real ps prints', () => {
  const columns = 'pid=,ppid=,pgid=,stat=,lstart=,command=';
  const env = { ...process.env, LC_ALL: 'C', AUTORESEARCH_MARK: 'abc' };
  const output = execFileSync('ps', ['axeww', '-o', columns], { env, encoding: 'utf8' });
  const marked = parsePs(output, mark).filter((each) => each.marked);
  expect(marked).toMatchObject([{ name: 'ps', parent: process.pid }]);
});
