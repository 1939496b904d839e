import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serverPath } from '../support/connect.js';
import { startSession } from '../support/session.js';
import { canMount, mountSmallDisk } from '../support/small-disk.js';
import { temporaryDirectory } from '../support/temporary.js';

/** A person whose shell lets a command print into something; `$0` to `$2` are Node.js, the program and its words. */
function shellOf(home: string, directory: string) {
  return (line: string, words: string): Promise<{ code: string | undefined; stderr: string }> =>
    new Promise((resolve) => {
      const script = `{ "$0" "$1" ${words}; echo "code $?" >&2; } ${line}`;
      const env = { ...process.env, AUTORESEARCH_HOME: home };
      const args = ['-c', script, process.execPath, serverPath];
      execFile('sh', args, { cwd: directory, env }, (_, __, output) => {
        const [, stderr = '', code] = /^(.*)code (\d+)\n$/s.exec(output) ?? [];
        resolve({ code, stderr });
      });
    });
}

test('whoever reads no more (a closed pipe) is no failure of a command, and what it does is done', async () => {
  const { server, repository, started } = await startSession({ kind: 'new' });
  const run = shellOf(server.home, repository.root);
  const file = join(temporaryDirectory(), 'report.md');
  for (const words of [
    'note "try the cache"',
    'pause',
    'extend --minutes 5',
    'doctor',
    'completion bash',
    'export --format json',
    `export --format md --output ${file}`,
  ])
    expect({ words, ...(await run('| true', words)) }).toEqual({
      words,
      code: '0',
      stderr: '',
    });
  expect(existsSync(file)).toBe(true);
  const status = await server.ok('get_status', { session_id: started.session_id });
  expect(status).toMatchObject({ stop_reason: 'paused' });
  expect(JSON.stringify(status.notes)).toContain('try the cache');
});

test.runIf(existsSync('/dev/full'))('a full disk is said, with exit code 1', async () => {
  const { server, repository } = await startSession({ kind: 'new' });
  const run = shellOf(server.home, repository.root);
  for (const words of ['history', 'export --format json', 'note x'])
    expect({ words, ...(await run('> /dev/full', words)) }).toEqual({
      words,
      code: '1',
      stderr: expect.stringMatching(/^Standard output cannot be written \(ENOSPC.*\n$/),
    });
});

test.runIf(canMount())('of an export for which there is no room, no part passes for the whole', async () => {
  const { server, repository } = await startSession({ kind: 'new' });
  const run = shellOf(server.home, repository.root);
  const disk = mountSmallDisk();
  disk.fill();
  const before = readdirSync(disk.path);
  const file = join(disk.path, 'whole.json');
  expect(await run('', `export --format json --output ${file}`)).toEqual({
    code: '1',
    stderr: expect.stringContaining('cannot be written: ENOSPC'),
  });
  expect(readdirSync(disk.path)).toEqual(before);
  disk.free();
  expect(await run('', `export --format json --output ${file}`)).toMatchObject({ code: '0' });
});
