import { openStore } from '../../src/store/store.js';
import { printing, type StartedSession, startSession } from './session.js';

const files = ['src/parser.c', 'src/lexer.c', 'src/cache.c', 'src/reader.c', 'src/hash.c'];
const tries = [
  'Unroll the inner loop',
  'Cache the parsed header',
  'Read in larger blocks',
  'Hash with fewer branches',
];
const lessons = [
  'branch mispredictions dominate',
  'the allocator is called once a row',
  'the disk is never waited for',
];

/**
 * A session with many runs, whose rows the store itself has written: copies of runs that the server has measured, each with
 * words of its own, kept now and then. The server is still there.
 */
export async function startLongSession(runs: number, home?: string): Promise<StartedSession> {
  const session = await startSession({ kind: 'new', ...(home === undefined ? {} : { connect: { home } }) });
  await session.settle(printing(90), 'keep');
  await session.settle(printing(95), 'discard');
  const store = openStore(session.server.home);
  const id = String(session.started.session_id);
  const [kept, discarded] = [store.runs.find(id, 1), store.runs.find(id, 2)];
  if (kept === undefined || discarded === undefined) throw new Error('The runs to copy are not there.');
  store.transaction(() => {
    for (let number = 3; number <= runs; number++) {
      const isKept = number % 25 === 0;
      const lesson = lessons[number % lessons.length];
      const description = `${tries[number % tries.length]}, variant ${number}`;
      store.runs.insert({
        ...(isKept ? kept : discarded),
        number,
        series: number,
        tree: number.toString(16).padStart(40, '0'),
        files: [files[number % files.length] ?? ''],
        log: {
          status: isKept ? 'keep' : 'discard',
          description,
          hypothesis: `${lesson}, as run ${number - 1} has shown`,
          learned: `With variant ${number}, ${lesson}. ${'It was measured twice, with the same result. '.repeat(number % 9)}`,
        },
      });
    }
  });
  store.close();
  return session;
}
