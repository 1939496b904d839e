import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config/load-config.js';
import { least, refusalOf, sessionDirectory } from './session-directory.js';

/** What is given, the key that must be named, and what the message must say about it. */
type Row = readonly [given: Readonly<Record<string, unknown>>, key: string, says: RegExp];

const problem = { metric: 'mb', max: 5 };

const bothPlaces: readonly Row[] = [
  // Names.
  [{ metricName: 'ms' }, 'metricName', /unknown; the nearest right name is `metric_name`/],
  [{ 'max-experiments': 3 }, 'max-experiments', /nearest right name is `max_experiments`/],
  [{ timeout_secs: 3 }, 'timeout_secs', /nearest right name is `timeout_seconds`/],
  [{ colour: 'red' }, 'colour', /is unknown; allowed: goal, metric_name, [a-z_, ]+\.$/],
  [{ constraints: [{ ...problem, mim: 3 }] }, 'constraints.0.mim', /nearest right name is `min`/],
  [
    { constraints: [{ ...problem, colour: 3 }] },
    'constraints.0.colour',
    /allowed: metric, min, max, max_reg/,
  ],
  // Types.
  [{ goal: 5 }, 'goal', /was 5; allowed: text/],
  [{ goal: null }, 'goal', /was null; allowed: text/],
  [{ timeout_seconds: '10' }, 'timeout_seconds', /was '10'; allowed: a finite number/],
  [{ max_experiments: true }, 'max_experiments', /was true; allowed: a finite number/],
  [{ editable: 'src/**' }, 'editable', /was 'src\/\*\*'; allowed: a list/],
  [{ editable: ['src/**', 7] }, 'editable.1', /was 7; allowed: text/],
  [{ constraints: ['mb'] }, 'constraints.0', /was 'mb'; allowed: a map/],
  [{ direction: 'down' }, 'direction', /was 'down'; allowed: lower, higher/],
  [{ strictness: 'Confirm' }, 'strictness', /allowed: confirm, explore/],
  [{ accept: '' }, 'accept', /was ''; allowed: better, simpler/],
  [{ isolation: 'in_place' }, 'isolation', /allowed: auto, isolated, in-place/],
  // Numbers.
  [{ target: Number.NaN }, 'target', /was NaN; allowed: a finite number/],
  [{ metric_max: Number.POSITIVE_INFINITY }, 'metric_max', /was Infinity; allowed: a finite number/],
  [{ metric_min: Number.NEGATIVE_INFINITY }, 'metric_min', /was -Infinity; allowed: a finite number/],
  [{ timeout_seconds: 0 }, 'timeout_seconds', /was 0; allowed: above 0/],
  [{ timeout_seconds: 1e9 }, 'timeout_seconds', /allowed: at most 604800/],
  [{ checks_timeout_seconds: -1 }, 'checks_timeout_seconds', /was -1; allowed: above 0/],
  [{ measure_budget_seconds: 0 }, 'measure_budget_seconds', /allowed: above 0/],
  [{ max_minutes: 0 }, 'max_minutes', /allowed: above 0/],
  [{ max_experiments: 0 }, 'max_experiments', /allowed: at least 1/],
  [{ max_experiments: 0.5 }, 'max_experiments', /was 0.5; allowed: a whole number\.$/],
  [{ min_effect_percent: -0.1 }, 'min_effect_percent', /allowed: at least 0/],
  [{ wait_seconds: -1 }, 'wait_seconds', /allowed: at least 0/],
  [{ wait_seconds: 3601 }, 'wait_seconds', /allowed: at most 3600/],
  // Metrics and constraints.
  [{ metric_name: 'run time' }, 'metric_name', /was 'run time'; allowed: text that matches/],
  [{ metric_name: '' }, 'metric_name', /was ''; allowed: text that matches/],
  [{ metric_name: 'ms\n' }, 'metric_name', /allowed: text that matches/],
  [{ metric_min: 2, metric_max: 1 }, 'metric_min', /was 2; allowed: at most `metric_max`, which is 1/],
  [{ metric_name: 'wall_seconds', direction: 'higher' }, 'direction', /was 'higher'; allowed: lower, as/],
  [{ constraints: [{ max: 5 }] }, 'constraints.0.metric', /is missing; allowed: text/],
  [{ constraints: [{ metric: 'm b', max: 5 }] }, 'constraints.0.metric', /was 'm b'/],
  [
    { constraints: [problem, { metric: 'gb' }] },
    'constraints.1',
    /allowed: at least one of min, max, max_reg/,
  ],
  [{ constraints: [{ metric: 'mb', min: 2, max: 1 }] }, 'constraints.0', /allowed: a min of at most the max/],
  [
    { constraints: [{ metric: 'mb', max_regression_percent: -1 }] },
    'constraints.0.max_regression_percent',
    /was -1; allowed: at least 0/,
  ],
  [
    { constraints: [{ metric: 'ms', max: 1 }] },
    'constraints.0.metric',
    /was 'ms'; allowed: a metric other than/,
  ],
  [
    { constraints: [problem, problem] },
    'constraints.1.metric',
    /was 'mb'; allowed: a metric that has no constr/,
  ],
  // Commands.
  [{ command: '' }, 'command', /was ''; allowed: a shell command, not empty/],
  [{ checks_command: ' \n' }, 'checks_command', /allowed: a shell command, not empty/],
  [{ setup_command: 'a\0b' }, 'setup_command', /allowed: a shell command, not empty, without NUL/],
  // Paths.
  [{ editable: [] }, 'editable', /allowed: at least 1 item\(s\)/],
  [{ editable: [''] }, 'editable.0', /was ''; allowed: a path that is not empty/],
  [{ editable: ['/etc/*'] }, 'editable.0', /was '\/etc\/\*'; allowed: a path relative to/],
  [{ protected: ['a', '../b'] }, 'protected.1', /allowed: a path without a `\.\.` segment/],
  [{ protected: ['!a'] }, 'protected.0', /allowed: a glob that does not start with `!`/],
  [{ protected: ['a[b'] }, 'protected.0', /allowed: a glob with balanced brackets/],
  [{ protected: ['a\0'] }, 'protected.0', /allowed: a path without NUL/],
  [{ share: ['..'] }, 'share.0', /allowed: a path without a `\.\.` segment/],
  [{ share: ['/usr/lib'] }, 'share.0', /allowed: a path relative to/],
  [{ share: ['*/node_modules'] }, 'share.0', /allowed: a plain path, not a glob/],
];

const fileOnly: readonly Row[] = [
  [{ plateu: 3 }, 'plateu', /nearest right name is `plateau`/],
  [{ plateau: 0 }, 'plateau', /allowed: at least 1/],
  [{ max_failures: 1.5 }, 'max_failures', /allowed: a whole number/],
  [{ max_failures: 0 }, 'max_failures', /allowed: at least 1/],
  [{ kill_grace_seconds: -1 }, 'kill_grace_seconds', /allowed: at least 0/],
  [{ suspicious_factor: 1 }, 'suspicious_factor', /allowed: above 1/],
  [{ evaluate_command: '' }, 'evaluate_command', /allowed: a shell command, not empty/],
  [{ pinned_inputs: ['../x'] }, 'pinned_inputs.0', /allowed: a path without a `\.\.` segment/],
  [{ pinned_inputs: ['/a/../b'] }, 'pinned_inputs.0', /allowed: a path without a `\.\.` segment/],
  [{ pinned_inputs: ['/'] }, 'pinned_inputs.0', /allowed: a path below the root/],
  [{ max_untracked_mb: -1 }, 'max_untracked_mb', /allowed: at least 0/],
  [{ checks_when: 'never' }, 'checks_when', /allowed: promising, always, first/],
  [{ ignore: ['a{'] }, 'ignore.0', /allowed: a glob with balanced/],
  [{ arm_cache: ['a/../../b'] }, 'arm_cache.0', /allowed: a path without a `\.\.` segment/],
];

const argumentsOnly: readonly Row[] = [
  [{ plateau: 3 }, 'plateau', /is unknown/],
  [{ name: 'sorting' }, 'name', /is unknown/],
];

const titled = (rows: readonly Row[]) => rows.map((row) => [JSON.stringify(row[0]), ...row] as const);

describe('an invalid autoresearch.yaml', () => {
  test.each(titled([...bothPlaces, ...fileOnly]))('%s', async (_title, given, key, says) => {
    const directory = await sessionDirectory({ 'autoresearch.yaml': stringify({ ...least, ...given }) });
    const refusal = await refusalOf(loadConfig(directory, {}));

    expect(refusal.code).toBe('invalid_config');
    expect(refusal.message).toContain(`\`${key}\` in autoresearch.yaml `);
    expect(refusal.message).toMatch(says);
    expect(refusal.details).toMatchObject({ key, where: 'autoresearch.yaml' });
    expect(refusal.hint).toMatch(/^\S.+\.$/);
  });
});

describe('invalid arguments of init_experiment', () => {
  test.each(titled([...bothPlaces, ...argumentsOnly]))('%s', async (_title, given, key, says) => {
    const directory = await sessionDirectory();
    const refusal = await refusalOf(loadConfig(directory, { ...least, ...given }));

    expect(refusal.code).toBe('invalid_config');
    expect(refusal.message).toContain(`\`${key}\` in the arguments of init_experiment `);
    expect(refusal.message).toMatch(says);
    expect(refusal.details).toMatchObject({ key, where: 'the arguments of init_experiment' });
  });
});

describe('what is missing', () => {
  test.each(['metric_name', 'direction', 'command'] as const)('%s', async (key) => {
    const { [key]: _left, ...rest } = least;
    const refusal = await refusalOf(loadConfig(await sessionDirectory(), rest));

    expect(refusal.message).toContain(`\`${key}\` is missing`);
    expect(refusal.message).toContain('autoresearch.yaml');
    expect(refusal.message).toContain('the arguments of init_experiment');
    expect(refusal.hint).toContain(key);
    expect(refusal.details.key).toBe(key);
  });

  test('all three are said at once, and the scripts that were looked for', async () => {
    const refusal = await refusalOf(loadConfig(await sessionDirectory(), {}));

    expect(refusal.message).toMatch(/^3 problems: .*metric_name.*direction.*command/);
    expect(refusal.message).toContain('no autoresearch.sh and no .auto/measure.sh');
  });
});

describe('settings of two places that do not go together', () => {
  test('bounds: both places are named', async () => {
    const directory = await sessionDirectory({ 'autoresearch.yaml': stringify({ ...least, metric_min: 9 }) });
    const refusal = await refusalOf(loadConfig(directory, { metric_max: 8 }));

    expect(refusal.details).toEqual({
      key: 'metric_min',
      where: 'autoresearch.yaml and the arguments of init_experiment',
    });
  });

  test('a primary metric given as an argument and a constraint on it in the file', async () => {
    const directory = await sessionDirectory({
      'autoresearch.yaml': stringify({ ...least, constraints: [{ metric: 'mb', max: 1 }] }),
    });
    const refusal = await refusalOf(loadConfig(directory, { metric_name: 'mb' }));

    expect(refusal.details).toEqual({ key: 'constraints.0.metric', where: 'autoresearch.yaml' });
  });

  test('an argument can resolve what the file alone would get wrong', async () => {
    const directory = await sessionDirectory({
      'autoresearch.yaml': stringify({ ...least, metric_min: 9, metric_max: 8 }),
    });
    await expect(loadConfig(directory, { metric_min: 1 })).resolves.toMatchObject({
      metric_min: 1,
      metric_max: 8,
    });
  });
});

test('several problems are listed, at most five of them', async () => {
  const directory = await sessionDirectory({
    'autoresearch.yaml': stringify({
      ...least,
      goal: 1,
      target: 'x',
      plateau: 0,
      accept: 2,
      share: 3,
      wrong: 4,
      bad: 5,
    }),
  });
  const refusal = await refusalOf(loadConfig(directory, {}));

  expect(refusal.message).toMatch(/^7 problems: \(1\) .*\(5\) .*; and 2 more\.$/);
  expect(refusal.message).not.toContain('(6)');
});

test('what was given is cut in the message', async () => {
  const long = 'x'.repeat(100_000);
  const given: Readonly<Record<string, unknown>> = { strictness: long, [long]: 1 };
  const refusal = await refusalOf(loadConfig(await sessionDirectory(), { ...least, ...given }));

  expect(refusal.message).toContain("was 'xxx");
  expect(refusal.message.length).toBeLessThan(1500);
  expect(JSON.stringify(refusal.details).length).toBeLessThan(300);
});
