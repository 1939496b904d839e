import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config/load-config.js';
import { fileOnlySettings, toolSettings } from '../../src/config/settings.js';
import { least, refusalOf, sessionDirectory } from './session-directory.js';

const toolKeys = Object.keys(toolSettings);
const fileKeys = [...toolKeys, ...Object.keys(fileOnlySettings)];
const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz_');
const runs = { seed: 20_260_102, numRuns: 400 };

/** A key and the same with one letter added, left out or changed, nearer to no other key. */
function slip(keys: readonly string[]): fc.Arbitrary<readonly [key: string, misspelt: string]> {
  return fc
    .tuple(fc.constantFrom(...keys), fc.nat(), letter, fc.constantFrom('add', 'leave out', 'change'))
    .map(([key, position, added, edit]) => {
      const at = position % key.length;
      const after = key.slice(edit === 'add' ? at : at + 1);
      return [key, `${key.slice(0, at)}${edit === 'leave out' ? '' : added}${after}`] as const;
    })
    .filter(([, misspelt]) => !keys.includes(misspelt))
    .filter(([key, misspelt]) => keys.every((other) => other === key || distance(other, misspelt) > 1));
}

test('any key of the file that is misspelt by one edit is named', async () => {
  const directory = await sessionDirectory();
  await fc.assert(
    fc.asyncProperty(slip(fileKeys), async ([key, misspelt]) => {
      await writeFile(join(directory, 'autoresearch.yaml'), stringify({ ...least, [misspelt]: 1 }));
      const refusal = await refusalOf(loadConfig(directory, {}));

      expect(refusal.details).toEqual({ key: misspelt, where: 'autoresearch.yaml', nearest: key });
      expect(refusal.message).toContain(`\`${key}\``);
      expect(refusal.hint).toBe(`Write \`${key}\` instead of \`${misspelt}\`.`);
    }),
    runs,
  );
});

test('any argument that is misspelt by one edit is named', async () => {
  const directory = await sessionDirectory();
  await fc.assert(
    fc.asyncProperty(slip(toolKeys), async ([key, misspelt]) => {
      const refusal = await refusalOf(loadConfig(directory, { ...least, ...{ [misspelt]: 1 } }));
      expect(refusal.details.nearest).toBe(key);
    }),
    runs,
  );
});

test('any key in camelCase, with dashes or in capitals is named', async () => {
  const directory = await sessionDirectory();
  for (const key of fileKeys) {
    const camel = key.replaceAll(/_(.)/g, (_match, first: string) => first.toUpperCase());
    for (const misspelt of [camel, key.replaceAll('_', '-'), key.toUpperCase()]) {
      if (misspelt === key) continue;
      await writeFile(join(directory, 'autoresearch.yaml'), stringify({ ...least, [misspelt]: 1 }));
      expect((await refusalOf(loadConfig(directory, {}))).details.nearest).toBe(key);
    }
  }
});
