import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findPrograms, searchPathOf } from '../../src/bench/find-programs.js';
import { temporaryDirectory } from '../support/temporary.js';

test('only the absolute directories of PATH are used, in their order', () => {
  expect(searchPathOf('bin:/b::.:/a:')).toBe('/b:/a');
  expect(searchPathOf('.:bin')).toBe('/usr/local/bin:/usr/bin:/bin');
  expect(searchPathOf(undefined)).toBe('/usr/local/bin:/usr/bin:/bin');
});

test('the first executable file of a name is found, wherever in a line it is named', async () => {
  const [first, second] = [temporaryDirectory(), temporaryDirectory()];
  const program = (path: string, mode = 0o755) => writeFileSync(path, '', { mode });
  program(join(first, 'tool'), 0o644);
  mkdirSync(join(first, 'other'));
  for (const name of ['tool', 'other', 'third']) program(join(second, name));
  program(join(first, 'third'));
  const lines = [`A=1 tool|xargs "other" --x; (${second}/third)`, '#!/usr/bin/env third', 'bin/tool none'];
  const found = await findPrograms(lines, `${first}:${second}`);
  expect(found.filter(({ path }) => !path.startsWith('/bin') && !path.startsWith('/usr'))).toEqual([
    { name: 'tool', path: join(second, 'tool') },
    { name: 'other', path: join(second, 'other') },
    { name: `${second}/third`, path: join(second, 'third') },
    { name: 'third', path: join(first, 'third') },
  ]);
  expect(found).toContainEqual({ name: '/bin/sh', path: '/bin/sh' });
});
