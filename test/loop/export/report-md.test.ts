import { expect, test } from 'vitest';
import { inlineMarkdown } from '../../../src/loop/export/inline-markdown.js';
import { reportMarkdown } from '../../../src/loop/export/report-md.js';
import { exportedSession, resultOf } from './exported.js';

test('a report has goal, headline, what was kept, dead ends, ideas and the ways out', async () => {
  const { app, session } = exportedSession(
    [
      {
        verdict: 'better',
        evidence: 'confirmed',
        outcome: 'kept',
        value: 90,
        keptCommit: 'abcdef0123456789',
        result: resultOf(10),
        log: { status: 'keep', description: 'Unroll | the <b>loop</b>', learned: 'branches\n# dominate' },
      },
      { verdict: 'not_better', outcome: 'discarded', files: ['src/a_b.c'] },
    ],
    { incumbent: 1, baseBranch: 'refs/heads/main', summary: 'It went well.' },
  );
  app.store.ideas.insert({
    sessionId: session.id,
    number: 1,
    title: 'Cache the header',
    state: 'open',
    priority: 7,
    createdAt: 1,
    updatedAt: 1,
  });
  const config = { ...session.config, goal: 'Sort faster' };
  const report = await reportMarkdown(app, { ...session, config });
  expect(report).toContain('# Sort speed\n\n> Sort faster\n\n**ms was 100 at the start and is 90');
  expect(report).toContain('It went well.');
  expect(report).toContain('- Experiments: 2 (1 kept, 1 discarded); 0 failed, 0 were cut off');
  expect(report).toContain(
    '| 1 | 10 % | confirmed | Unroll \\| the \\<b\\>loop\\</b\\> | branches \\# dominate | abcdef012345 |',
  );
  expect(report).toContain('## Dead ends\n\n- src/a\\_b.c: 1 try (1 not\\_better). Run 2: Try 2');
  expect(report).toContain('## Ideas left\n\n- Cache the header (priority 7)');
  expect(report).toContain('git switch main && git merge autoresearch/sort-speed-k3f9');
  expect(report).toContain('autoresearch-mcp abandon sort-speed-k3f9');
});

test('a session in which nothing came about has a report, too', async () => {
  const { app, session } = exportedSession([]);
  const report = await reportMarkdown(app, session);
  expect(report).toContain('## Kept\n\nNothing.');
  expect(report).not.toContain('## Dead ends');
});

test.each([
  ['1. one', '1\\. one'],
  ['- a', '\\- a'],
  ['a\n\n```b', 'a \\`\\`\\`b'],
  ['[x](http://y)', '\\[x\\](http://y)'],
])('%j is a text and nothing else in Markdown', (text, escaped) => {
  expect(inlineMarkdown(text)).toBe(escaped);
});
