import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode, messageOf, Refusal } from '../errors.js';
import { invalidConfig, keysOf } from '../invalid-config.js';
import { parseYaml } from './parse-yaml.js';
import { type Settings, settingsSchema } from './settings.js';

/** The file of settings in the session's directory. */
export const settingsFileName = 'autoresearch.yaml';

/**
 * The settings of the directory's `autoresearch.yaml`: none when there is no such file, or nothing in it.
 *
 * @throws Refusal `invalid_config`
 */
export async function readSettingsFile(directory: string): Promise<Settings> {
  const source = await readText(join(directory, settingsFileName));
  const data = source === undefined ? undefined : parseYaml(source, settingsFileName);
  const parsed = settingsSchema.safeParse(data ?? {}, { reportInput: true });
  if (!parsed.success) throw invalidConfig(parsed.error, settingsFileName, keysOf(settingsSchema));
  return parsed.data;
}

async function readText(path: string): Promise<string | undefined> {
  try {
    // Fatal: a wrong byte would otherwise become a "�" in a command.
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw new Refusal(
      'invalid_config',
      `${settingsFileName} cannot be read: ${messageOf(error)}.`,
      `Make ${settingsFileName} a readable file in UTF-8, or remove it.`,
      { where: settingsFileName },
    );
  }
}
