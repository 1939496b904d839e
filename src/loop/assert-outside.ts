import { Refusal } from '../errors.js';
import type { Session } from '../store/sessions.js';
import { displayPath } from '../workspace/path-bytes.js';
import type { App } from './app.js';
import { changedOutside } from './outside-seals.js';
import { changedUnseen } from './place-seals.js';
import { shownPaths } from './shown-text.js';

const filesTold = 50;
const filesNamed = 5;

/**
 * See that what a session is judged with, as far as no snapshot shows it, is what it was at its start, before anything
 * runs.
 *
 * @throws Refusal `out_of_scope`
 */
export async function assertOutside(app: App, session: Session): Promise<void> {
  const found = [...(await changedOutside(app, session)), ...(await changedUnseen(app, session))];
  const changed = found.map(displayPath);
  if (changed.length === 0) return;
  const shown = shownPaths(changed.slice(0, filesTold));
  const files = shown.map((path) => ({ path, rule: 'pinned' }));
  app.store.events.insert({
    sessionId: session.id,
    at: Date.now(),
    kind: 'refused out_of_scope',
    data: { files },
  });
  const more = changed.length > filesNamed ? ` and ${changed.length - filesNamed} more` : '';
  throw new Refusal(
    'out_of_scope',
    `These files judge, and are not what they were when the session began: ${shown.slice(0, filesNamed).join(', ')}${more}.`,
    'Put them back as they were. If they were changed on purpose, call init_experiment with restart: true to start from what is there now.',
    { files },
  );
}
