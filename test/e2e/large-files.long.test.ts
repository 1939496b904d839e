import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { git } from '../../src/workspace/git.js';
import { scriptFiles } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';
import { thereAndBack } from '../support/there-and-back.js';

const megabyte = 1_000_000;
const line = (text: string) => Buffer.alloc(150 * megabyte, `${text.padEnd(49)}\n`);

test('a tracked file of 150 MB is measured, shown and given back, byte for byte', async () => {
  const repository = makeRepository({ ...scriptFiles, '.gitattributes': '*.crlf text eol=crlf\n' });
  const path = join(repository.root, 'large.txt');
  const other = join(repository.root, 'other.crlf');
  writeFileSync(path, line('the incumbent'));
  writeFileSync(other, line('not as git would write it'));
  repository.commit('Large files');
  const { server, started } = await thereAndBack({
    repository,
    candidate: () => {
      writeFileSync(path, line('the candidate'));
      writeFileSync(other, line('the candidate'));
    },
  });
  expect(readFileSync(path).equals(line('the incumbent'))).toBe(true);
  expect(readFileSync(other).equals(line('not as git would write it'))).toBe(true);
  const run = await server.ok('get_run', { run_id: `${started.session_id}.1`, include: ['diff'] });
  expect(run.diff).toContain('code.sh');
  expect(run.diff).toContain('Binary files a/large.txt and b/large.txt differ');
  if (process.platform !== 'linux') return;
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'));
  expect(Number(peak?.[1]) * 1024).toBeLessThan(400 * megabyte);
});

test('output of git beyond 100 MB is read as a whole', async () => {
  const repository = makeRepository(scriptFiles);
  const path = join(repository.root, 'large');
  writeFileSync(path, line('x'));
  const id = repository.git('hash-object', '-w', 'large');
  const output = await git(['cat-file', 'blob', id], { cwd: repository.root });
  expect(output.length).toBe(statSync(path).size);
});
