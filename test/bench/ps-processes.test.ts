import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { parsePs } from '../../src/bench/ps-processes.js';

const family = { group: 700, mark: 'AUTORESEARCH_MARK=abc' };

it('finds the group and the mark, and not the dead', () => {
  const output = [
    '    1     1 Ss   Mon Nov  3 03:48:00 2025     /sbin/launchd',
    '  700   700 S+   Mon Nov 23 03:48:00 2025     /usr/local/bin/node bench.js HOME=/Users/a AUTORESEARCH_MARK=abc',
    '  701   700 R    Mon Nov 23 03:48:01 2025     sleep 300',
    '  702   700 Z    Mon Nov 23 03:48:01 2025     (sleep)',
    '  703   703 Ss   Mon Nov 23 03:48:02 2025     ./daemon AUTORESEARCH_MARK=abc PATH=/bin',
    '  704   704 Ss   Mon Nov 23 03:48:02 2025     ./other AUTORESEARCH_MARK=def',
    '',
  ].join('\n');
  expect(parsePs(output, family)).toEqual([
    { pid: 700, startedAt: 'Mon Nov 23 03:48:00 2025', name: 'node', inGroup: true, marked: true },
    { pid: 701, startedAt: 'Mon Nov 23 03:48:01 2025', name: 'sleep', inGroup: true, marked: false },
    { pid: 703, startedAt: 'Mon Nov 23 03:48:02 2025', name: 'daemon', inGroup: false, marked: true },
  ]);
});

// Linux shows the environment for `e`, macOS for `-E`; the columns are the same.
it.runIf(process.platform === 'linux')('reads what a real ps prints', () => {
  const columns = 'pid=,pgid=,stat=,lstart=,command=';
  const env = { ...process.env, LC_ALL: 'C', AUTORESEARCH_MARK: 'abc' };
  const output = execFileSync('ps', ['axeww', '-o', columns], { env, encoding: 'utf8' });
  expect(parsePs(output, family)).toMatchObject([{ name: 'ps', inGroup: false, marked: true }]);
});
