import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasTemporaries, removeTemporaries } from '../../src/workspace/temporaries.js';
import { temporaryDirectory } from '../support/temporary.js';

const lasting = ['0123456789ab.index', 'arm-0.json', 'arm-1.json', 'excludes', 'index'];
const ofIndex = ['index.lock', 'scratch-index', 'scratch-index-written', 'scratch-index.lock'];
const ofArms = [
  '0123456789ab.changes',
  '0123456789ab.changes.lock',
  '0123456789ab.index.lock',
  'arm-1.json.new',
];

function directoryWith(names: readonly string[]): string {
  const directory = temporaryDirectory();
  for (const name of names) {
    if (name.endsWith('-written')) mkdirSync(join(directory, name, 'below'), { recursive: true });
    else writeFileSync(join(directory, name), '');
  }
  return directory;
}

test('what whoever works with the index has left is removed, and nothing of the arms', async () => {
  const directory = directoryWith([...lasting, ...ofIndex, ...ofArms]);
  await removeTemporaries(directory, 'index');
  expect(readdirSync(directory).sort()).toEqual([...lasting, ...ofArms].sort());
});

test('what whoever measures has left is removed, and nothing that lasts', async () => {
  const directory = directoryWith([...lasting, ...ofIndex, ...ofArms]);
  expect(await hasTemporaries(directory)).toBe(true);
  await removeTemporaries(directory, 'measuring');
  expect(readdirSync(directory).sort()).toEqual(lasting);
  expect(await hasTemporaries(directory)).toBe(false);
});

test('where there is no directory there is nothing to remove', async () => {
  const directory = join(temporaryDirectory(), 'none');
  expect(await hasTemporaries(directory)).toBe(false);
  await removeTemporaries(directory, 'measuring');
});
