import { z } from 'zod';
import { globShouldBe, inputShouldBe, pathShouldBe } from './path-rules.js';

/** Node's timers overflow at 24.8 days and then fire at once; a week is past any sensible limit. */
const longestSeconds = 604_800;

export const text = z.string();

/** A finite number. Adding zero turns -0, which JSON does not have, into 0. */
export const finite = z.number().overwrite((value) => value + 0);

/** A whole number of at least 1. Not `z.int()`: its bounds of ±9007199254740991 would go into every JSON Schema. */
export const count = finite
  .refine((value) => Number.isSafeInteger(value), { error: 'a whole number', abort: true })
  .min(1)
  .meta({ type: 'integer' });

export const positive = finite.gt(0);

/** How many times as much: above 1. */
export const factor = finite.gt(1);

export const notNegative = finite.min(0);

/** Seconds after which something is ended: above 0, at most a week. */
export const limitSeconds = positive.max(longestSeconds);

/** Seconds to wait, possibly none: 0 to 3600. */
export const pauseSeconds = notNegative.max(3600);

/** The name of a metric, as a benchmark prints it in `METRIC name=value`. */
export const metricName = z.string().regex(/^[A-Za-z0-9_.µ%/-]+$/);

/** A shell command. */
export const command = z
  .string()
  .refine((value) => value.trim() !== '' && !value.includes('\0'), 'a shell command, not empty, without NUL');

/** A glob relative to the session's directory. */
export const glob = z.string().check(shouldBe(globShouldBe));

/** A path or a glob, relative to the session's directory or absolute. */
export const inputGlob = z.string().check(shouldBe(inputShouldBe));

/** A path inside the session's directory. */
export const plainPath = z.string().check(shouldBe(pathShouldBe));

/** Limits on a secondary metric, at least one of the three. Both ends are allowed values; percents are at least 0. */
export const constraint = z
  .strictObject({
    metric: metricName,
    min: finite.exactOptional(),
    max: finite.exactOptional(),
    max_regression_percent: notNegative.exactOptional(),
  })
  .refine(
    ({ min, max, max_regression_percent }) =>
      min !== undefined || max !== undefined || max_regression_percent !== undefined,
    'at least one of min, max, max_regression_percent',
  )
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, 'a min of at most the max');

function shouldBe(rule: (value: string) => string | undefined): z.core.CheckFn<string> {
  return (payload) => {
    const allowed = rule(payload.value);
    if (allowed !== undefined)
      payload.issues.push({ code: 'custom', message: allowed, input: payload.value });
  };
}
