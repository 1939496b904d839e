import { expect, test } from 'vitest';
import { sessionJson } from '../../../src/loop/export/session-json.js';
import { exportedSession, resultOf } from './exported.js';

test('a session with every run and every idea, whatever became of them', () => {
  const { app, session } = exportedSession(
    [
      {
        verdict: 'better',
        outcome: 'kept',
        value: 90,
        result: resultOf(10.004),
        log: { status: 'keep', description: 'Unroll', learned: 'branches' },
      },
      { verdict: 'crashed', outcome: 'discarded' },
      { state: 'running', value: 12 },
    ],
    { createdAt: 0 },
  );
  const idea = { sessionId: session.id, priority: 5, createdAt: 1, updatedAt: 1 };
  app.store.ideas.insert({ ...idea, number: 1, title: 'Cache', state: 'open' });
  app.store.ideas.insert({ ...idea, number: 2, title: 'Sort', state: 'dropped' });
  app.store.notes.insert(session.id, 1, 'Mind the memory');
  const whole = JSON.parse(sessionJson(app, session));
  expect(whole).toMatchObject({
    session: { id: session.id, metric_name: 'ms', created_at: '1970-01-01T00:00:00.000Z' },
    headline: expect.stringContaining('ms stayed at 100'),
    counts: { kept: 1, failed: 1 },
    ideas: [
      { title: 'Cache', state: 'open' },
      { title: 'Sort', state: 'dropped' },
    ],
    notes: [expect.stringContaining('Mind the memory')],
  });
  expect(whole.runs).toHaveLength(4);
  expect(whole.runs[1]).toMatchObject({
    run_id: `${session.id}.1`,
    description: 'Unroll',
    learned: 'branches',
    verdict: 'better',
    value: 90,
    improvement_percent: 10,
    files: ['a\\u{a}b'],
  });
  expect(whole.runs[2]).not.toHaveProperty('value');
  expect(whole.runs[3]).not.toHaveProperty('value');
  expect(app.store.notes.untold(session.id)).toHaveLength(1);
});
