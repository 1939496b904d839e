import { Refusal } from '../../errors.js';
import type { Direction } from '../../verdict/verdict.js';
import type { ImportedSession } from './imported-content.js';

/**
 * Which way the metric of a session is better: as the file says, else as a person does, else as it shows in what was kept,
 * each better than the one before.
 *
 * @throws Refusal `invalid_config` where it does not show: it could not be put right afterwards.
 */
export function directionOf(session: ImportedSession, given: Direction | undefined): Direction {
  const direction = session.direction ?? given ?? shownBy(session);
  if (direction !== undefined) return direction;
  throw new Refusal(
    'invalid_config',
    `Which way ${session.metricName} is better does not stand in the file, and what was kept does not show it.`,
    'Give --direction lower or --direction higher.',
  );
}

function shownBy({ runs }: ImportedSession): Direction | undefined {
  const values = runs.flatMap(({ outcome, claim }) => (outcome === 'kept' ? (claim.metric ?? []) : []));
  const steps = values.slice(1).map((value, at) => Math.sign(value - (values[at] ?? value)));
  const [up, down] = [steps.includes(1), steps.includes(-1)];
  if (up === down) return undefined;
  return up ? 'higher' : 'lower';
}
