import fc from 'fast-check';
import type { Settings } from '../../src/config/settings.js';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((value) => value + 0);
const positive = between(1e-9, 1e9);
const notNegative = between(0, 1e9);
const limit = between(1e-3, 604_800);
const pause = between(0, 3600);
const count = fc.integer({ min: 1, max: 1_000_000 });
const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const command = text.filter((value) => value.trim() !== '' && !value.includes('\0'));
const glob = fc.constantFrom(
  'src/**',
  '**/*.ts',
  '*.{js,ts}',
  'a b',
  'pages/\\[id\\].tsx',
  '@(x|y)/[a-z]?',
  '#x: y',
);
const plainPath = fc.constantFrom('node_modules', './.venv', 'a/b c', 'packages/x/node_modules/', '#x: y');
const globs = fc.array(glob, { maxLength: 3 });

const bounds = fc.tuple(finite, finite).map(([one, other]) => ({
  min: Math.min(one, other),
  max: Math.max(one, other),
}));

const constraint = fc.tuple(
  fc.constantFrom('mb', 'p99', '%/µ'),
  bounds,
  notNegative,
  fc.integer({ min: 1, max: 7 }),
);

/** At least one of the three limits, chosen by the bits of the last number. */
const constraints = fc.uniqueArray(constraint, { selector: ([metric]) => metric, maxLength: 3 }).map((list) =>
  list.map(([metric, { min, max }, max_regression_percent, bits]) => ({
    metric,
    ...((bits & 1) !== 0 && { min }),
    ...((bits & 2) !== 0 && { max }),
    ...((bits & 4) !== 0 && { max_regression_percent }),
  })),
);

const toolSettings = {
  goal: text,
  metric_unit: text,
  checks_command: command,
  setup_command: command,
  editable: fc.array(glob, { minLength: 1, maxLength: 3 }),
  protected: globs,
  share: fc.array(plainPath, { maxLength: 3 }),
  constraints,
  max_experiments: count,
  max_minutes: positive,
  target: finite,
  timeout_seconds: limit,
  checks_timeout_seconds: limit,
  measure_budget_seconds: positive,
  min_effect_percent: notNegative,
  strictness: fc.constantFrom('confirm' as const, 'explore' as const),
  accept: fc.constantFrom('better' as const, 'simpler' as const),
  isolation: fc.constantFrom('auto' as const, 'isolated' as const, 'in-place' as const),
  wait_seconds: pause,
};

const fileOnlySettings = {
  plateau: count,
  max_failures: count,
  kill_grace_seconds: pause,
  checks_when: fc.constantFrom('promising' as const, 'always' as const, 'first' as const),
  ignore: globs,
  arm_cache: globs,
  max_untracked_mb: notNegative,
  evaluate_command: command,
  pinned_inputs: fc.array(fc.constantFrom('data', 'data/**/*.csv', '/srv/data set/x.bin'), { maxLength: 3 }),
  suspicious_factor: between(1.000001, 1e9),
};

const required = {
  metric_name: fc.constantFrom('ms', 'ops/s', 'µs', 'a.b-c_d%'),
  direction: fc.constantFrom('lower' as const, 'higher' as const),
  command,
};

const metricBounds = fc
  .option(bounds, { nil: undefined })
  .map((both) => (both === undefined ? {} : { metric_min: both.min, metric_max: both.max }));

/** Any settings that a session can be started with. */
export const validSettings: fc.Arbitrary<Settings> = fc
  .tuple(
    fc.record(required),
    fc.record(toolSettings, { requiredKeys: [] }),
    fc.record(fileOnlySettings, { requiredKeys: [] }),
    metricBounds,
  )
  .map((parts) => Object.assign({}, ...parts));

/** Any settings that can be given as tool arguments, complete enough for a session. */
export const validArguments: fc.Arbitrary<Settings> = fc
  .tuple(fc.record(required), fc.record(toolSettings, { requiredKeys: [] }), metricBounds)
  .map((parts) => Object.assign({}, ...parts));
