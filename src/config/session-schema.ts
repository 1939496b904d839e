import { z } from 'zod';
import type { SessionConfig } from './session-config.js';
import { settingFields as field } from './settings.js';

/** A complete config: the settings that have no default are left out rather than undefined. */
const sessionSchema = z.strictObject({
  ...field,
  goal: field.goal.exactOptional(),
  metric_unit: field.metric_unit.exactOptional(),
  checks_command: field.checks_command.exactOptional(),
  evaluate_command: field.evaluate_command.exactOptional(),
  setup_command: field.setup_command.exactOptional(),
  editable: field.editable.exactOptional(),
  share: field.share.exactOptional(),
  metric_min: field.metric_min.exactOptional(),
  metric_max: field.metric_max.exactOptional(),
  max_experiments: field.max_experiments.exactOptional(),
  max_minutes: field.max_minutes.exactOptional(),
  target: field.target.exactOptional(),
  min_effect_percent: field.min_effect_percent.exactOptional(),
  plateau: field.plateau.exactOptional(),
});

/** The draft as a config, in data of its own. @throws z.ZodError, when it was not validated before */
export function toSessionConfig(draft: Readonly<Record<string, unknown>>): SessionConfig {
  return sessionSchema.parse(draft);
}
