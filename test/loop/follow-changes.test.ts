import { expect, test } from 'vitest';
import { followChanges } from '../../src/loop/follow-changes.js';
import { exportedSession } from './export/exported.js';

test('what a person says changes neither runs nor ideas of a session', () => {
  const { app, session } = exportedSession([]);
  const next = followChanges(app);
  app.store.notes.insert(session.id, 1, 'Mind the memory');
  app.store.events.insert({ sessionId: session.id, at: 2, kind: 'extended', data: {} });
  expect(next()).toMatchObject({ sessions: new Set(), spokenTo: new Set([session.id]) });
  app.store.events.insert({ sessionId: session.id, at: 3, kind: 'idea changed', data: {} });
  expect(next()).toMatchObject({ sessions: new Set([session.id]), spokenTo: new Set() });
});
