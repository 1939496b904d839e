import { expect, test } from 'vitest';
import { newestRunIds, runIdsLike, sessionIdsLike } from '../../src/loop/known-ids.js';
import { exportedSession } from './export/exported.js';

test('ids are completed from their beginnings, newest first', () => {
  const { app, session } = exportedSession(
    Array.from({ length: 12 }, () => ({ verdict: 'not_better' as const })),
  );
  app.store.sessions.insert({ ...session, id: 'sort-size-b2c4', createdAt: 2 });
  expect(sessionIdsLike(app, 'sort')).toEqual(['sort-size-b2c4', 'sort-speed-k3f9']);
  expect(sessionIdsLike(app, 'sort-sp')).toEqual(['sort-speed-k3f9']);
  expect(sessionIdsLike(app, '%')).toEqual([]);
  const ids = [12, 11, 10, 1].map((run) => `sort-speed-k3f9.${run}`);
  expect(runIdsLike(app, 'sort-speed-k3f9.1')).toEqual(ids);
  expect(runIdsLike(app, 'sort-speed-k3f9.')).toHaveLength(13);
  expect(runIdsLike(app, 'sort-sp').slice(0, 2)).toEqual(ids.slice(0, 2));
  expect(runIdsLike(app, 'sort-size-b2c4.')).toEqual([]);
  expect(runIdsLike(app, 'nobody.1')).toEqual([]);
  expect(newestRunIds(app, 2)).toEqual(ids.slice(0, 2));
});
