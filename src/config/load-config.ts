import { configRefusal, invalidConfig, keysOf } from '../invalid-config.js';
import { contradictions, type Origin } from './contradictions.js';
import { deepFreeze } from './deep-freeze.js';
import { defaults } from './defaults.js';
import { checksScripts, findScript, measureScripts } from './find-scripts.js';
import { missingSettings } from './missing-settings.js';
import type { SessionConfig } from './session-config.js';
import { toSessionConfig } from './session-schema.js';
import { type ToolSettings, toolSettingsSchema } from './settings.js';
import { readSettingsFile, settingsFileName } from './settings-file.js';

const toolArguments = 'the arguments of init_experiment';

type Given = Readonly<Record<string, unknown>>;

/**
 * The config of a session: tool arguments over `autoresearch.yaml` over script files over defaults. A list replaces
 * a list; an undefined argument counts as not given. The result is deeply frozen and plain JSON.
 *
 * @param directory The session's directory.
 * @throws Refusal `invalid_config`
 */
export async function loadConfig(directory: string, args: ToolSettings): Promise<SessionConfig> {
  const fromArguments = onlyDefined(parseArguments(args));
  const fromFile = onlyDefined(await readSettingsFile(directory));
  const given = { ...fromFile, ...fromArguments };
  const draft = { ...defaults, ...impliedBy(given), ...(await scriptsFor(directory, given)), ...given };

  const missing = missingSettings(draft, [settingsFileName, toolArguments]);
  if (missing.length > 0) throw configRefusal(missing);

  const config = toSessionConfig(draft);
  const contradicting = contradictions(config, originIn(fromArguments));
  if (contradicting.length > 0) throw configRefusal(contradicting);
  return deepFreeze(config);
}

function parseArguments(args: ToolSettings): ToolSettings {
  const parsed = toolSettingsSchema.safeParse(args, { reportInput: true });
  if (!parsed.success) throw invalidConfig(parsed.error, toolArguments, keysOf(toolSettingsSchema));
  return parsed.data;
}

function onlyDefined(settings: object): Given {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function impliedBy(given: Given): Given {
  return given.metric_name === 'wall_seconds' ? { direction: 'lower' } : {};
}

async function scriptsFor(directory: string, given: Given): Promise<Given> {
  return onlyDefined({
    command: given.command ?? (await findScript(directory, measureScripts)),
    checks_command: given.checks_command ?? (await findScript(directory, checksScripts)),
  });
}

function originIn(fromArguments: Given): Origin {
  return (...keys) => {
    const places = keys.map((key) => (key in fromArguments ? toolArguments : settingsFileName));
    return [...new Set(places)].join(' and ');
  };
}
