import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readLogTail } from '../../src/bench/read-log.js';
import { useScratch } from './scratch.js';

const scratch = useScratch();

function logOf(text: string): string {
  const path = join(scratch.directory, 'run.log');
  writeFileSync(path, text);
  return path;
}

it('is the end of a log', async () => {
  expect(await readLogTail(logOf('one\n\u001b[1mtwo\n'), 1000)).toBe('one\ntwo');
});

it('begins with a whole line of a log that is long', async () => {
  const invisible = '\u200b'.repeat(40_000); // so that little is left of what is read
  const log = logOf(`half a secret\n${invisible} the other half\nthe end\n`);
  expect(await readLogTail(log, 1000)).toBe('[… what came before is left out]\nthe end');
});

it('is empty for a log that is not there', async () => {
  expect(await readLogTail(join(scratch.directory, 'none.log'), 1000)).toBe('');
});
