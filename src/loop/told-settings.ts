import { isDeepStrictEqual } from 'node:util';
import { fitting } from '../bench/token-bound.js';
import { defaults } from '../config/defaults.js';
import type { SessionConfig } from '../config/settings.js';
import { brief } from './report.js';

const longestText = 200;
const listLength = 20;
const listTokens = 150;

/** Settings that a status tells of by themselves, be they the default or not. */
const toldElsewhere: readonly (keyof SessionConfig)[] = [
  'goal',
  'metric_name',
  'metric_unit',
  'direction',
  'command',
  'evaluate_command',
  'checks_command',
  'setup_command',
  'editable',
  'protected',
  'isolation',
  'max_experiments',
  'max_minutes',
  'target',
  'plateau',
  'max_failures',
];

/** How a session measures and judges otherwise than by default, in few tokens. */
export function toldSettings(config: SessionConfig): Record<string, unknown> {
  const usual = new Map<string, unknown>(Object.entries(defaults));
  const told = new Set<string>(toldElsewhere);
  return Object.fromEntries(
    Object.entries(config)
      .filter(([name, value]) => !told.has(name) && !isDeepStrictEqual(value, usual.get(name)))
      .map(([name, value]) => [name, inBrief(value)]),
  );
}

function inBrief(value: unknown): unknown {
  if (Array.isArray(value)) return firstOf(value);
  return typeof value === 'string' ? brief(value, longestText) : value;
}

/**
 * The first things of a list, and how many more there are.
 *
 * @param shown what the agent is shown of one.
 */
export function firstOf<T>(items: readonly T[], shown: (item: T) => unknown = (item) => item): unknown[] {
  const first = fitting(items.slice(0, listLength).map(shown), JSON.stringify, listTokens);
  const more = items.length - first.length;
  return more === 0 ? first : [...first, `and ${more} more`];
}
