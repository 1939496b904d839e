import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config/load-config.js';
import { least, sessionDirectory } from './session-directory.js';
import { validArguments, validSettings } from './valid-settings.js';

const runs = { seed: 20_260_101, numRuns: 300 };

test('any valid config written as YAML and read back is equal', async () => {
  const directory = await sessionDirectory();
  const defaults = await loadConfig(directory, least);
  await fc.assert(
    fc.asyncProperty(validSettings, async (settings) => {
      await writeFile(join(directory, 'autoresearch.yaml'), stringify(settings));
      const config = await loadConfig(directory, {});

      expect(config).toStrictEqual({ ...defaults, ...settings });
      expect(JSON.parse(JSON.stringify(config))).toStrictEqual(config);
    }),
    runs,
  );
});

test('any valid settings are the same as arguments as in the file', async () => {
  const directory = await sessionDirectory();
  const withFile = await sessionDirectory();
  await fc.assert(
    fc.asyncProperty(validArguments, async (settings) => {
      await writeFile(join(withFile, 'autoresearch.yaml'), stringify(settings));
      expect(await loadConfig(directory, settings)).toStrictEqual(await loadConfig(withFile, {}));
    }),
    runs,
  );
});
