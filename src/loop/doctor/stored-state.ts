import { existsSync } from 'node:fs';
import type { Session } from '../../store/session.js';
import type { Store } from '../../store/store.js';
import { isAlive } from '../process-identity.js';
import { shellWord } from '../shell-word.js';
import { type Diagnosis, note, ok, problem } from './diagnosis.js';

/** Locks whose owners are dead, and sessions that wait for a server to put them right. */
export function diagnoseStored(store: Store): Diagnosis[] {
  return [...staleLocks(store), ...waiting(store)];
}

function staleLocks(store: Store): Diagnosis[] {
  const [held, stale] = [store.locks.all(), store.locks.all().filter(({ owner }) => !isAlive(owner))];
  if (stale.length === 0) return [ok('locks', `${held.length} held, none by a process that is gone.`)];
  return stale.map(({ name, owner }) =>
    note(
      'locks',
      `The lock "${name}" is held by process ${owner.pid}, which is gone.`,
      'Nothing: whoever needs it next takes it over.',
    ),
  );
}

function waiting(store: Store): Diagnosis[] {
  const isThere = ({ root, gitDir }: Session) => existsSync(root) && existsSync(gitDir);
  const cutOff = store.sessions
    .unfinished()
    .filter((session) => isThere(session) && !isAtWork(store, session.id));
  if (cutOff.length === 0) return [ok('sessions', `${store.sessions.all().length} stored, none cut off.`)];
  return cutOff.map(({ id, root }) =>
    problem(
      'sessions',
      `${id} in ${root} was cut off.`,
      `Open your client there; or \`autoresearch-mcp serve --directory ${shellWord(root)} < /dev/null\`, which puts it right and ends.`,
    ),
  );
}

/** Whether somebody alive is measuring for a session, or holds its lock. */
function isAtWork(store: Store, id: string): boolean {
  const session = store.sessions.find(id);
  const replayer = session?.replay?.state === 'running' ? [session.replay.owner] : [];
  const runs = store.runs.running(id);
  const measuring = runs.map(({ ownerPid, ownerStarted }) => ({ pid: ownerPid, started: ownerStarted }));
  const locked = store.locks.all().filter(({ name }) => name === `session ${id}`);
  return [...replayer, ...measuring, ...locked.map(({ owner }) => owner)].some(isAlive);
}
