import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientKind } from './client-kinds.js';
import { commandLine } from './command-line.js';
import { eventually } from './eventually.js';
import { isAlive } from './gate.js';
import { printing, type StartedSession, startSession } from './session.js';

/** No database. */
export const garbage = 'no database, but somebody’s notes\n'.repeat(4000);

/** A session with runs of each kind, whose server is gone. Its name begins as JSON does. */
export async function finishedSession(kind: ClientKind, leaving: 'close' | 'kill' = 'close') {
  const session = await startSession({ kind, init: { name: '[fast] output', metric_unit: 'bytes' } });
  const { repository, server, settle } = session;
  const first = await settle(printing(90), 'keep');
  await settle(printing(95), 'discard');
  const second = await settle(printing(45), 'keep');
  if (leaving === 'close') await server.close();
  else {
    process.kill(server.pid, 'SIGKILL');
    await eventually('the server to be gone', () => !isAlive(server.pid));
  }
  const recover = (...args: string[]) =>
    commandLine(['recover', ...args], { home: server.home, directory: repository.root });
  return {
    ...session,
    kept: [first.commit, second.commit],
    recover,
    path: join(server.home, 'autoresearch.db'),
  };
}

/** Names of the databases of a home that were set aside. */
export function asideIn({ server }: Pick<StartedSession, 'server'>): string[] {
  return readdirSync(server.home).filter((name) => /^autoresearch\.db\.corrupt-\w+$/.test(name));
}
