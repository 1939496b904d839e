import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { maskLog } from '../../src/bench/mask-log.js';
import { secretsOf } from '../../src/bench/secrets.js';
import { useScratch } from './scratch.js';

const scratch = useScratch();
const secrets = secretsOf({ A_TOKEN: 'correct-horse', B_TOKEN: 'batterie-für-alle' });

async function masked(content: string | Buffer): Promise<Buffer> {
  const path = join(scratch.directory, 'run.log');
  writeFileSync(path, content);
  expect(await maskLog(path, secrets)).toEqual([]);
  expect(readdirSync(scratch.directory)).toEqual(['run.log']);
  return readFileSync(path);
}

it('masks each secret, and leaves all other bytes as they are', async () => {
  const around = Buffer.from([0xff, 0x1b, 0x5b, 0x31, 0x6d, 0x0d, 0x00, 0x0a]);
  const log = Buffer.concat([around, Buffer.from('is correct-horse,batterie-für-alle\n'), around]);
  const expected = [around, Buffer.from('is [masked: A_TOKEN],[masked: B_TOKEN]\n'), around];
  expect(await masked(log)).toEqual(Buffer.concat(expected));
});

it('masks one that an escape sequence interrupts, or that was drawn over', async () => {
  const log = 'a\ncorrect\u001b[0m-horse\ncorrect-horse\rb\nc\u001b[1md\n';
  expect(String(await masked(log))).toBe('a\n[masked: A_TOKEN]\n[masked: A_TOKEN]\rb\nc\u001b[1md\n');
});

it('masks every one of a long log, and in a line that is long', async () => {
  const line = `${'x'.repeat(100)}correct-horse\n`;
  const long = `${'y'.repeat(600_000)}correct-horse\n`;
  const log = String(await masked(line.repeat(5000) + long + line));
  expect(log).not.toContain('correct');
  expect(log.split('[masked: A_TOKEN]')).toHaveLength(5003);
});

it('leaves a log alone that has none, or is not there', async () => {
  const path = join(scratch.directory, 'run.log');
  writeFileSync(path, 'nothing\n');
  const before = statSync(path);
  expect(await maskLog(path, secrets)).toEqual([]);
  expect(statSync(path)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  expect(await maskLog(join(scratch.directory, 'none.log'), secrets)).toEqual([]);
});

it('keeps the mode', async () => {
  const path = join(scratch.directory, 'run.log');
  writeFileSync(path, 'correct-horse\n');
  chmodSync(path, 0o640);
  await maskLog(path, secrets);
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(readFileSync(path, 'utf8')).toBe('[masked: A_TOKEN]\n');
});

it('says why it could not', async () => {
  const [problem] = await maskLog(scratch.directory, secrets);
  expect(problem).toMatch(/^Secrets could not be masked in the log .*EISDIR/);
});
