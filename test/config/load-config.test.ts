import { describe, expect, expectTypeOf, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config/load-config.js';
import type { SessionConfig, Settings } from '../../src/config/settings.js';
import { least, sessionDirectory } from './session-directory.js';

test('defaults, and no key that nobody gave', async () => {
  const config = await loadConfig(await sessionDirectory(), least);

  expect(config).toStrictEqual({
    metric_name: 'ms',
    direction: 'lower',
    command: './bench',
    protected: [],
    constraints: [],
    timeout_seconds: 600,
    checks_timeout_seconds: 300,
    measure_budget_seconds: 900,
    strictness: 'confirm',
    accept: 'better',
    isolation: 'auto',
    wait_seconds: 45,
    max_failures: 10,
    kill_grace_seconds: 5,
    checks_when: 'promising',
    ignore: [],
    arm_cache: [],
    max_untracked_mb: 50,
    pinned_inputs: [],
    suspicious_factor: 10,
  });
});

test('every setting is part of the config, and nothing else is', () => {
  // The compiler checks this one.
  expectTypeOf<keyof SessionConfig>().toEqualTypeOf<keyof Settings>();
});

describe('precedence', () => {
  const file = {
    ...least,
    timeout_seconds: 20,
    checks_timeout_seconds: 30,
    editable: ['a', 'b'],
    plateau: 4,
  };

  test('the file wins over a default, an argument over the file', async () => {
    const directory = await sessionDirectory({ 'autoresearch.yaml': stringify(file) });
    const config = await loadConfig(directory, { timeout_seconds: 10, direction: 'higher' });

    expect(config).toMatchObject({
      timeout_seconds: 10,
      checks_timeout_seconds: 30,
      measure_budget_seconds: 900,
      direction: 'higher',
      plateau: 4,
    });
  });

  test('a list replaces a list', async () => {
    const directory = await sessionDirectory({ 'autoresearch.yaml': stringify({ ...file, share: ['x'] }) });
    const config = await loadConfig(directory, { editable: ['c'], share: [] });

    expect(config.editable).toEqual(['c']);
    expect(config.share).toEqual([]);
  });

  test('an undefined argument is not given', async () => {
    const directory = await sessionDirectory({ 'autoresearch.yaml': stringify(file) });
    const config = await loadConfig(directory, { timeout_seconds: undefined, goal: undefined });

    expect(config.timeout_seconds).toBe(20);
    expect(config).not.toHaveProperty('goal');
  });
});

describe('wall_seconds', () => {
  test('implies lower', async () => {
    const config = await loadConfig(await sessionDirectory(), {
      metric_name: 'wall_seconds',
      command: 'make',
    });
    expect(config.direction).toBe('lower');
  });

  test('may be said to be lower', async () => {
    const directory = await sessionDirectory({ 'autoresearch.yaml': 'direction: lower\ncommand: make\n' });
    await expect(loadConfig(directory, { metric_name: 'wall_seconds' })).resolves.toMatchObject({
      direction: 'lower',
    });
  });
});

test('the edges of the ranges are allowed', async () => {
  const edges = {
    wait_seconds: 0,
    min_effect_percent: 0,
    metric_min: 1,
    metric_max: 1,
    max_experiments: 1,
    timeout_seconds: 604_800,
    constraints: [{ metric: 'mb', min: 1, max: 1, max_regression_percent: 0 }],
  };
  const inFile = {
    plateau: 1,
    max_failures: 1,
    kill_grace_seconds: 0,
    max_untracked_mb: 0,
    wait_seconds: 3600,
  };
  const directory = await sessionDirectory({ 'autoresearch.yaml': stringify(inFile) });

  expect(await loadConfig(directory, { ...least, ...edges })).toMatchObject({ ...inFile, ...edges });
});

describe('the result', () => {
  test('is frozen all the way down, and what was given is not', async () => {
    const args = { ...least, editable: ['src/**'], constraints: [{ metric: 'mb', max: 5 }] };
    const config = await loadConfig(await sessionDirectory(), args);

    const parts = [config, config.editable, config.protected, config.constraints, config.constraints[0]];
    expect(parts.map((part) => Object.isFrozen(part))).toEqual([true, true, true, true, true]);
    expect([args, args.editable, args.constraints[0]].map((part) => Object.isFrozen(part))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('does not follow a later change of what was given', async () => {
    const args = { ...least, editable: ['src/**'] };
    const config = await loadConfig(await sessionDirectory(), args);
    args.editable.push('test/**');
    expect(config.editable).toEqual(['src/**']);
  });

  test('is not shared: a second session has defaults of its own to freeze', async () => {
    const directory = await sessionDirectory();
    expect(await loadConfig(directory, least)).toStrictEqual(await loadConfig(directory, least));
  });

  test('has no negative zero, which JSON would turn into another value', async () => {
    const config = await loadConfig(await sessionDirectory(), { ...least, target: -0 });
    expect(config.target).toBe(0);
  });
});
