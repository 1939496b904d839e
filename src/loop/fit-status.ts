import { likelyTokens } from '../bench/token-bound.js';
import { inShort } from './remembered-runs.js';
import type { Status } from './status.js';

// Tokens, a guess that is mostly high: all of an answer stays under 2,500.
const most = 2250;

/**
 * How short the lists become, one after the other. A run that is recent no longer is still one of those kept, or in a dead
 * end; those and the ideas can be asked for. What was kept gives way last.
 */
const steps = [
  ['recent_runs', 4],
  ['ideas', 4],
  ['dead_ends', 3],
  ['recent_runs', 3],
  ['kept_runs', 4],
  ['dead_ends', 1],
  ['ideas', 1],
  ['recent_runs', 1],
  ['kept_runs', 1],
  ['dead_ends', 0],
  ['ideas', 0],
  ['kept_runs', 0],
] as const;

/**
 * A status that an agent's context can afford: its lists give way, from their ends.
 *
 * @param besides what the answer has besides.
 */
export function fitted(status: Status, besides: readonly string[]): Status {
  const room = most - likelyTokens(besides.join(' '));
  let fitting = status;
  while (likelyTokens(JSON.stringify(fitting)) > room) {
    const shorter = shortened(fitting);
    if (shorter === undefined) return fitting;
    fitting = shorter;
  }
  return fitting;
}

function shortened(status: Status): Status | undefined {
  const [list] = steps.find(([name, least]) => status[name].length > least) ?? [];
  if (list === undefined) return undefined;
  return { ...status, ...keptStill(status, list), [list]: status[list].slice(0, -1) };
}

/** What was kept is not forgotten with the last runs. */
function keptStill({ recent_runs, kept_runs }: Status, list: string): Partial<Status> {
  const last = recent_runs.at(-1);
  if (list !== 'recent_runs' || last?.outcome !== 'kept') return {};
  return { kept_runs: [inShort(last), ...kept_runs] };
}
