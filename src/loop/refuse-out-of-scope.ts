import { Refusal } from '../errors.js';
import type { Session } from '../store/session.js';
import type { OutOfScopeFile } from '../workspace/scope.js';
import type { App } from './app.js';
import { shownPaths } from './shown-text.js';

const filesNamed = 5;

/**
 * The refusal of what may not be changed. That it was tried is remembered.
 *
 * @param found all of it; the message names the first, the details up to 50.
 * @param message a sentence, given the names.
 */
export function refuseOutOfScope(
  { store }: App,
  session: Session,
  found: readonly OutOfScopeFile[],
  message: (names: string) => string,
  hint: string,
): Refusal {
  const shown = shownPaths(found.map(({ path }) => path));
  const files = found.slice(0, shown.length).map(({ rule }, index) => ({ path: shown[index] ?? '', rule }));
  const data = { files };
  store.events.insert({ sessionId: session.id, at: Date.now(), kind: 'refused out_of_scope', data });
  const names = files.slice(0, filesNamed).map(({ path, rule }) => `${path} (${rule})`);
  const more = found.length > names.length ? ` and ${found.length - names.length} more` : '';
  return new Refusal('out_of_scope', message(`${names.join(', ')}${more}`), hint, data);
}
