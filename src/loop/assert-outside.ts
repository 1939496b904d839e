import { Refusal } from '../errors.js';
import type { Session } from '../store/sessions.js';
import { gitRules } from '../workspace/git-rules.js';
import { displayPath } from '../workspace/path-bytes.js';
import type { App } from './app.js';
import { changedOutside } from './outside-seals.js';
import { changedUnseen } from './place-seals.js';
import { workspaceOf } from './session-workspace.js';

const filesTold = 50;
const filesNamed = 5;

/**
 * See that what a session is judged with, as far as no snapshot shows it, is what it was at its start, before anything
 * runs.
 *
 * @throws Refusal `out_of_scope`
 */
export async function assertOutside(app: App, session: Session): Promise<void> {
  const changed = await changedSinceStart(app, session);
  if (changed.length === 0) return;
  const files = changed.slice(0, filesTold).map((path) => ({ path, rule: 'pinned' }));
  app.store.events.insert({
    sessionId: session.id,
    at: Date.now(),
    kind: 'refused out_of_scope',
    data: { files },
  });
  const more = changed.length > filesNamed ? ` and ${changed.length - filesNamed} more` : '';
  throw new Refusal(
    'out_of_scope',
    `These files judge, and are not what they were when the session began: ${changed.slice(0, filesNamed).join(', ')}${more}.`,
    'Put them back as they were. If they were changed on purpose, call init_experiment with restart: true to start from what is there now.',
    { files },
  );
}

async function changedSinceStart(app: App, session: Session): Promise<string[]> {
  const changed = [...(await changedOutside(app, session)), ...(await changedUnseen(app, session))];
  const hasOtherRules = (await gitRules(workspaceOf(app, session).repository)) !== session.scope.gitRules;
  return [
    ...changed.map(displayPath),
    ...(hasOtherRules ? ["git's settings for filters and line ends"] : []),
  ];
}
