import { expect, test } from 'vitest';
import { closeCutOff } from '../../../src/loop/close-cut-off.js';
import { addIdeas } from '../../../src/loop/ideas/add-ideas.js';
import { noteCutOff, noteOutcome, noteTrial } from '../../../src/loop/ideas/became.js';
import { listIdeas } from '../../../src/loop/ideas/list-ideas.js';
import { updateIdea } from '../../../src/loop/ideas/update-idea.js';
import type { Run } from '../../../src/store/run.js';
import { storedRun } from '../../support/stored.js';
import { exportedSession, resultOf } from '../export/exported.js';

function withIdea(title: string) {
  const { app, session } = exportedSession([]);
  addIdeas(app, session, [{ title }], {});
  const start = (own: Partial<Run>): Run => {
    const number = app.store.runs.nextNumber(session.id);
    const run: Run = { ...storedRun, number, tree: String(number), series: number, idea: 1, ...own };
    app.store.runs.insert(run);
    noteTrial(app, run);
    return run;
  };
  const judge = (own: Partial<Run>) => {
    const run: Run = {
      ...start(own),
      state: 'finished',
      verdict: 'not_better',
      result: resultOf(-11),
      ...own,
    };
    app.store.runs.update(run);
    noteOutcome(app, run);
  };
  const cutOff = (verdict: 'cancelled' | 'interrupted') => {
    const run: Run = { ...start({}), state: 'finished', verdict };
    app.store.runs.update(run);
    noteCutOff(app, run);
  };
  const idea = () => listIdeas(app, session.id, { limit: 1 })[0];
  const similar = (other: string) =>
    addIdeas(app, session, [{ title: other }], {}).similar.map(({ what }) => what);
  return { app, session, start, judge, cutOff, idea, similar, id: `${session.id}.i1` };
}

test('an idea goes back to what it was when a run of it is cut off, and the last judgement is still told', () => {
  const { app, judge, cutOff, start, idea, id } = withIdea('Intern repeated column names');
  cutOff('cancelled');
  expect(idea()).toMatchObject({ state: 'open', tried: { verdict: 'cancelled' } });
  judge({ outcome: 'discarded' });
  cutOff('cancelled');
  expect(idea()).toMatchObject({ state: 'rejected', tried: { verdict: 'not_better' } });
  updateIdea(app, id, { state: 'dropped' });
  cutOff('interrupted');
  expect(idea()).toMatchObject({ state: 'dropped', tried: { verdict: 'not_better' } });
  start({});
  expect(idea()?.state).toBe('trying');
});

test('only an idea of which a run was kept can be called kept', () => {
  const { app, judge, idea, id } = withIdea('Intern repeated column names');
  judge({ outcome: 'discarded' });
  expect(() => updateIdea(app, id, { state: 'kept' })).toThrow('No run that tried this idea was kept.');
  expect(idea()?.state).toBe('rejected');
  judge({ outcome: 'kept', verdict: 'better' });
  updateIdea(app, id, { state: 'open' });
  expect(updateIdea(app, id, { state: 'kept' }).state).toBe('kept');
});

test('what became of an idea in the same words is told, however its run was described', () => {
  const { judge, similar, id } = withIdea('Intern repeated column names');
  judge({ outcome: 'discarded', description: 'Put all strings of row 1 into a Map' });
  expect(similar('intern repeated  column names')).toEqual([
    `Idea ${id} says so already (rejected; run 1 tried it: not_better, −11 %). update_idea with state "open" brings it back.`,
  ]);
  expect(similar('Interning of the repeated column names')).toEqual([
    `Idea ${id} says something like it, "Intern repeated column names" (rejected; run 1 tried it: not_better, −11 %).`,
  ]);
  expect(similar('Put all strings of row 1 into a map')).toEqual(['Run 1 tried this: not_better, −11 %.']);
});

test('what is only alike, and may be the opposite, is told with its own words', () => {
  const { judge, similar } = withIdea('Something else');
  judge({ outcome: 'discarded', description: 'Enable the header cache' });
  expect(similar('Disable the header cache')).toEqual([
    'Run 1 tried something like it, "Enable the header cache": not_better, −11 %.',
  ]);
});

test('what was said in the same words is told, and not listed twice, however much is like it, and however long ago it was', () => {
  const { app, session, judge, similar } = withIdea('Pool socket buffers');
  const log = { status: 'discard', description: 'Vectorise the checksum', learned: 'nothing '.repeat(200) };
  judge({ outcome: 'discarded', log });
  for (let at = 1; at <= 1100; at++) {
    judge({ idea: 0, outcome: 'discarded', description: `Vectorise the ${at}. checksum of the scheduler` });
  }
  const titles = Array.from({ length: 25 }, (_, at) => ({ title: `Pool socket ${at} buffers by size` }));
  addIdeas(app, session, titles, {});
  expect(similar('vectorise the  checksum')[0]).toBe('Run 1 tried this: not_better, −11 %.');
  expect(similar('Pool socket buffers')[0]).toMatch(/i1 says so already/);
  addIdeas(app, session, [{ title: '++ → --' }, { title: '++  → --' }], {});
  const all = listIdeas(app, session.id, { limit: 100 }).map(({ title }) => title);
  expect(all.filter((title) => title === 'Pool socket buffers')).toHaveLength(1);
  expect(all.filter((title) => title.includes('→'))).toHaveLength(1);
});

test('what a session lists already is not listed twice, however many sessions before it list the same', () => {
  const { app, session } = withIdea('Something else');
  const title = 'Intern repeated column names';
  for (const name of ['a', 'b', 'c', 'd']) {
    const earlier = { ...session, id: `earlier-${name}`, state: 'ended' as const };
    app.store.sessions.insert(earlier);
    addIdeas(app, earlier, [{ title }], {});
  }
  expect(addIdeas(app, session, [{ title }], {}).added).toHaveLength(1);
  expect(addIdeas(app, session, [{ title }], {}).added).toHaveLength(0);
});

test('an idea is open again when the session that was trying it can only be closed', () => {
  const { app, session, start, idea } = withIdea('Intern repeated column names');
  start({ state: 'running' });
  expect(idea()?.state).toBe('trying');
  closeCutOff(app, session, 'Its directory is gone.');
  expect(idea()).toMatchObject({ state: 'open', tried: { verdict: 'interrupted' } });
});
