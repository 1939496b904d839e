import { expect, test } from 'vitest';
import { openStore } from '../../src/store/store.js';
import { storedRun, storedSession } from '../support/stored.js';
import { temporaryDirectory } from '../support/temporary.js';

test('what has come or changed is found once, whichever connection has written it', () => {
  const home = temporaryDirectory();
  const [store, other] = [openStore(home), openStore(home)];
  const { id } = storedSession;
  store.sessions.insert(storedSession);
  store.runs.insert(storedRun);
  let position = other.changes.now();
  const next = () => {
    const { changes, hasNewRuns, ...found } = other.changes.since(position);
    position = found.position;
    return { changes, hasNewRuns };
  };
  const nothing = { changes: [], hasNewRuns: false };
  expect(next()).toEqual(nothing);
  store.runs.insert({ ...storedRun, number: 1 });
  expect(next()).toEqual({ changes: [{ sessionId: id, run: 1 }], hasNewRuns: true });
  store.events.insert({ sessionId: id, run: 1, at: 2, kind: 'measured', data: {} });
  store.events.insert({ sessionId: id, at: 3, kind: 'paused', data: {} });
  expect(next()).toEqual({
    changes: [
      { sessionId: id, run: 1 },
      { sessionId: id, isWord: true },
    ],
    hasNewRuns: false,
  });
  const times = { createdAt: 1, updatedAt: 1 };
  store.ideas.insert({ sessionId: id, number: 1, title: 'Cache', state: 'open', priority: 5, ...times });
  expect(next()).toEqual({ changes: [{ sessionId: id }], hasNewRuns: false });
  store.notes.insert(id, 4, 'Mind the memory');
  expect(next()).toEqual({ changes: [{ sessionId: id, isWord: true }], hasNewRuns: false });
  expect(next()).toEqual(nothing);
  store.close();
  other.close();
});
