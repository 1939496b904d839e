import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { z } from 'zod';
import { messageOf, Refusal } from '../errors.js';
import { invalidConfig, keysOf } from '../invalid-config.js';
import { parseYaml } from './parse-yaml.js';
import { command } from './setting-kinds.js';

/** What only the person who runs the server may set: for all sessions, out of the reach of tools and repositories. */
const userSettingsSchema = z.strictObject({
  holdout_command: command.describe('Shell command that has the last word on a candidate.').exactOptional(),
});

export type UserSettings = z.output<typeof userSettingsSchema>;

/** Absolute path of the user's own settings, which need not be there. */
function userSettingsPath(): string {
  return join(envPaths('autoresearch-mcp', { suffix: '' }).config, 'config.yaml');
}

/**
 * The user's own settings: none where there is no such file.
 *
 * @throws Refusal `invalid_config`
 */
export async function readUserSettings(path: string = userSettingsPath()): Promise<UserSettings> {
  const source = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '';
    throw new Refusal(
      'invalid_config',
      `${path} cannot be read: ${messageOf(error)}.`,
      'Make it readable, or remove it.',
      { where: path },
    );
  });
  const parsed = userSettingsSchema.safeParse(parseYaml(source, path) ?? {}, { reportInput: true });
  if (!parsed.success) throw invalidConfig(parsed.error, path, keysOf(userSettingsSchema));
  return parsed.data;
}
