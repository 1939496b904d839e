import type { ConfigProblem } from '../invalid-config.js';
import { measureScripts } from './find-scripts.js';

/** What no session can do without, as one finds out what to give. */
const indispensable = [
  { key: 'metric_name', allowed: 'the name in `METRIC name=value`, or `wall_seconds`' },
  { key: 'direction', allowed: '`lower` or `higher`' },
  { key: 'command', allowed: `a shell command; there is no ${measureScripts.join(' and no ')} either` },
] as const;

/**
 * The settings that nothing has given.
 *
 * @param places Where they can be given, for the message.
 */
export function missingSettings(
  draft: Readonly<Record<string, unknown>>,
  places: readonly string[],
): ConfigProblem[] {
  const where = places.join(' or ');
  return indispensable
    .filter(({ key }) => draft[key] === undefined)
    .map(({ key, allowed }) => ({
      key,
      where,
      says: `\`${key}\` is missing from ${places.join(' and from ')}; allowed: ${allowed}`,
      todo: `Give \`${key}\` in ${where}, then try again.`,
    }));
}
