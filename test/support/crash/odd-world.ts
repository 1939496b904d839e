import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { edit, smallWorld } from './small-world.js';
import type { World } from './world.js';

const attributes = ['*.crlf text eol=crlf', '*.case filter=case', '*.lossy filter=lossy'];

const filters = [
  ['filter.case.clean', 'tr a-z A-Z'],
  ['filter.case.smudge', 'tr A-Z a-z'],
  // What it takes it does not give back.
  ['filter.lossy.clean', 'tr -d X'],
] as const;

/**
 * A small world whose files git does not write as they stand there: line ends, filters, permissions, an empty directory, and
 * a sparse checkout.
 */
export function oddWorld(): World {
  const world = smallWorld('', {
    '.gitattributes': attributes.map((line) => `${line}\n`).join(''),
    'lines.crlf': 'one\ntwo\n',
    'upper.case': 'LETTERS\n',
    'kept.lossy': 'letters\n',
    'left-out/file.txt': 'is not checked out\n',
  });
  const { repository } = world;
  for (const [name, command] of filters) repository.git('config', name, command);
  repository.git('sparse-checkout', 'set', '--no-cone', '/*', '!/left-out/');
  // Of these git sees no difference, and two of them are not what it would write.
  repository.write('upper.case', 'letters\n');
  repository.write('lines.crlf', 'one\r\ntwo\n');
  repository.write('kept.lossy', 'XlettersX\n');
  repository.git('add', 'upper.case', 'lines.crlf', 'kept.lossy');
  chmodSync(join(repository.root, 'upper.case'), 0o640);
  mkdirSync(join(repository.root, 'hollow/deep'), { recursive: true });
  return world;
}

/** Edit what {@link edit} does, and the files that git writes otherwise. */
export function editOddly(world: World): void {
  edit(world);
  world.repository.write('lines.crlf', 'one\nthree\r\n');
  world.repository.write('kept.lossy', 'XotherX letters\n');
  world.repository.remove('upper.case');
  world.repository.write('hollow/new.case', 'Mixed Letters\n');
}
