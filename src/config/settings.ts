import { z } from 'zod';
import { defaults } from './defaults.js';
import * as kind from './setting-kinds.js';

export type { SessionConfig } from './session-config.js';

// The descriptions are what an agent reads with every request: each word costs. No schema has a `.default()`:
// a default that a client fills in by itself would win over autoresearch.yaml.
const toolFields = {
  goal: kind.text.describe('What to achieve, in a sentence or two.'),
  metric_name: kind.metricName.describe(
    'Primary metric, printed as `METRIC name=value`; `wall_seconds` times the command itself.',
  ),
  metric_unit: kind.text.describe('Unit of the metric, such as ms.'),
  direction: z.enum(['lower', 'higher']).describe('Which is better; `wall_seconds` implies lower.'),
  command: kind.command.describe('Shell command that takes one sample; default: ./autoresearch.sh.'),
  checks_command: kind.command.describe('Shell command that must pass before a keep, such as the tests.'),
  setup_command: kind.command.describe('Shell command that prepares a fresh arm, such as an install.'),
  editable: z
    .array(kind.glob)
    .min(1)
    .describe('Globs that candidates may change; default: all that is not pinned.'),
  protected: z.array(kind.glob).describe('Globs to pin besides the files that the commands name.'),
  share: z
    .array(kind.plainPath)
    .describe('Ignored directories to link into arms; default: known dependency directories.'),
  constraints: z
    .array(kind.constraint)
    .describe('Limits on secondary metrics; each needs min, max or max_regression_percent.'),
  metric_min: kind.finite.describe('Values below are invalid.'),
  metric_max: kind.finite.describe('Values above are invalid.'),
  max_experiments: kind.count.describe('Stop after this many runs.'),
  max_minutes: kind.positive.describe('Stop after this many minutes.'),
  target: kind.finite.describe('Stop when the metric reaches this.'),
  timeout_seconds: kind.limitSeconds.describe(`Limit of one sample; default ${defaults.timeout_seconds}.`),
  checks_timeout_seconds: kind.limitSeconds.describe(
    `Limit of one run of the checks; default ${defaults.checks_timeout_seconds}.`,
  ),
  measure_budget_seconds: kind.positive.describe(
    `Measuring time of one experiment; default ${defaults.measure_budget_seconds}.`,
  ),
  min_effect_percent: kind.notNegative.describe(
    'Smallest improvement to keep; default 1, or 0 if deterministic.',
  ),
  strictness: z
    .enum(['confirm', 'explore'])
    .describe('`explore` skips the confirming test; default `confirm`.'),
  accept: z
    .enum(['better', 'simpler'])
    .describe('`simpler` also allows keeping fewer lines that are no worse; default `better`.'),
  isolation: z
    .enum(['auto', 'isolated', 'in-place'])
    .describe('Sample in separate directories or in your own; default `auto`.'),
  wait_seconds: kind.pauseSeconds.describe(
    `Wait this long, then answer \`running\`; default ${defaults.wait_seconds}.`,
  ),
};

const fileOnlyFields = {
  evaluate_command: kind.command.describe(
    'Shell command that judges what `command` produced; only its output counts.',
  ),
  pinned_inputs: z
    .array(kind.inputGlob)
    .describe('Paths or globs of untracked files to measure with; a change is refused.'),
  suspicious_factor: kind.factor.describe(
    `A person must accept larger changes than by this factor; default ${defaults.suspicious_factor}.`,
  ),
  plateau: kind.count.describe('Stop after this many finished runs in a row without a keep.'),
  max_failures: kind.count.describe(
    `Stop after this many crashes, time-outs or invalid metrics in a row; default ${defaults.max_failures}.`,
  ),
  kill_grace_seconds: kind.pauseSeconds.describe(
    `From TERM to KILL; default ${defaults.kill_grace_seconds}.`,
  ),
  checks_when: z
    .enum(['promising', 'always', 'first'])
    .describe('Run the checks on promising candidates, on all, or first; default `promising`.'),
  ignore: z.array(kind.glob).describe('Globs to treat as if git ignored them.'),
  arm_cache: z.array(kind.glob).describe('Globs of caches that an arm keeps between runs.'),
  max_untracked_mb: kind.notNegative.describe(
    `Limit of untracked files, in megabytes; default ${defaults.max_untracked_mb}.`,
  ),
};

/** Every setting, each required: for what is built from them. */
export const settingFields = { ...toolFields, ...fileOnlyFields };

/** The settings that `init_experiment` takes as arguments and `autoresearch.yaml` may hold, all optional. */
export const toolSettings = z.object(toolFields).partial().shape;

/** The settings that only `autoresearch.yaml` may hold, all optional. */
export const fileOnlySettings = z.object(fileOnlyFields).partial().shape;

/** What `autoresearch.yaml` may hold. */
export const settingsSchema = z.strictObject({ ...toolSettings, ...fileOnlySettings });

/** What the arguments of `init_experiment` may hold of settings. */
export const toolSettingsSchema = z.strictObject(toolSettings);

export type Settings = z.output<typeof settingsSchema>;
export type ToolSettings = z.output<typeof toolSettingsSchema>;
