import { differencesOf } from '../crash/differences.js';
import { begunIn, hasAbandoned, loggedIn, openSession, type Passage } from './passage.js';
import { isIgnored } from './scene.js';

/** What was nobody's business when a session began, and what git ignores, is as somebody else than a server left it. */
export function touchedBystanders(passage: Passage): string[] {
  const { walk, before, after, answers } = passage;
  const sessions = hasAbandoned(passage)
    ? [answers.command?.session ?? '']
    : [openSession(before)?.id ?? '', ...begunIn(passage).map(({ id }) => id)];
  const bystanders = sessions.flatMap((id) => [...(walk.starts.get(id)?.bystanders ?? [])]);
  const ignored = Object.keys({ ...before.files, ...after.files }).filter(isIgnored);
  const paths = [...new Set([...bystanders, ...ignored])];
  return paths
    .filter((path) => before.files[path] !== after.files[path])
    .map((path) => `the bystander ${path} changed: ${before.files[path]} became ${after.files[path]}`);
}

/** Without a discard no file changes, and after one nothing is left of the candidate. */
export function wrongFiles(passage: Passage): string[] {
  const { before, after, isQuiet } = passage;
  if (!isQuiet || hasAbandoned(passage)) return [];
  const logged = loggedIn(passage);
  const isStill = logged.every(({ run, wasPending }) => run.outcome === 'kept' && wasPending);
  const discarded = logged.filter(({ run, wasPending }) => run.outcome === 'discarded' && wasPending);
  return [
    ...(isStill ? differencesOf(before.files, after.files) : []),
    ...(isStill && logged.length === 0 ? changedEntries(passage) : []),
    ...(discarded.length > 0 ? leftOvers(passage) : []),
  ];
}

/** The index is the user's: only a session's set-up adds to it, and only what it commits. */
function changedEntries(passage: Passage): string[] {
  const { before, after } = passage;
  if (before.commit !== after.commit && begunIn(passage).length === 0) return [];
  const known = new Set(before.index);
  const now = new Set(after.index);
  const isSetUp = (entry: string) => begunIn(passage).length > 0 && entry.endsWith('\tbench.sh');
  return [
    ...before.index.filter((entry) => !now.has(entry)).map((entry) => `no longer in the index: ${entry}`),
    ...after.index
      .filter((entry) => !known.has(entry) && !isSetUp(entry))
      .map((entry) => `new in the index: ${entry}`),
  ];
}

function leftOvers({ walk, after }: Passage): string[] {
  const open = openSession(after);
  const bystanders = walk.starts.get(open?.id ?? '')?.bystanders;
  if (open === undefined || bystanders === undefined) return [];
  const left = after.changed.filter((path) => !bystanders.has(path));
  return left.map((path) => `${path} differs from the incumbent after a discard`);
}
