import { type ConfigProblem, shown } from '../invalid-config.js';
import type { SessionConfig } from './session-config.js';

/** Says where the settings of some names came from. */
export type Origin = (...keys: (keyof SessionConfig)[]) => string;

/** The problems of settings that are each valid but do not go together. */
export function contradictions(config: SessionConfig, origin: Origin): ConfigProblem[] {
  return [
    ...wrongDirection(config, origin),
    ...crossedBounds(config, origin),
    ...wrongConstraints(config, origin),
  ];
}

function wrongDirection({ metric_name, direction }: SessionConfig, origin: Origin): ConfigProblem[] {
  if (metric_name !== 'wall_seconds' || direction === 'lower') return [];
  const where = origin('direction');
  return [
    {
      key: 'direction',
      where,
      says: `\`direction\` in ${where} was 'higher'; allowed: lower, as \`metric_name\` is \`wall_seconds\``,
      todo: 'Leave `direction` out, or give another `metric_name`.',
    },
  ];
}

function crossedBounds({ metric_min, metric_max }: SessionConfig, origin: Origin): ConfigProblem[] {
  if (metric_min === undefined || metric_max === undefined || metric_min <= metric_max) return [];
  const where = origin('metric_min', 'metric_max');
  return [
    {
      key: 'metric_min',
      where,
      says: `\`metric_min\` in ${where} was ${metric_min}; allowed: at most \`metric_max\`, which is ${metric_max}`,
      todo: 'Lower `metric_min` or raise `metric_max`.',
    },
  ];
}

function wrongConstraints({ metric_name, constraints }: SessionConfig, origin: Origin): ConfigProblem[] {
  const names = constraints.map(({ metric }) => metric);
  return names.flatMap((name, index) => {
    const allowed = allowedInstead(names.indexOf(name) < index, name === metric_name);
    if (allowed === undefined) return [];
    const key = `constraints.${index}.metric`;
    const where = origin('constraints');
    const says = `\`${key}\` in ${where} was ${shown(name)}; allowed: ${allowed.says}`;
    return [{ key, where, says, todo: allowed.todo }];
  });
}

function allowedInstead(isRepeated: boolean, isPrimary: boolean): { says: string; todo: string } | undefined {
  if (isPrimary) {
    return {
      says: 'a metric other than the primary one',
      todo: 'Use `metric_min` and `metric_max` for the primary metric.',
    };
  }
  if (isRepeated) {
    return {
      says: 'a metric that has no constraint yet',
      todo: 'Put all limits of a metric into one constraint.',
    };
  }
  return undefined;
}
