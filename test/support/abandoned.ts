import { pictureOf } from './checkout.js';
import type { ClientKind, Connected } from './connect.js';
import { connect } from './connect.js';
import { printing, scriptInit } from './session.js';
import { makeRepository, type TestRepository } from './test-repository.js';

/** HEAD, index and files: what going back from a session gives back. Its branch and refs stay. */
export function stateOf(repository: TestRepository) {
  const { head, files } = pictureOf(repository);
  // Flags, modes and contents: what git remembers of a file's size and time besides is only its cache.
  const entries = repository.git('ls-files', '--stage', '-v').split('\n');
  const intended = repository.git('diff-files', '--name-only', '--diff-filter=A');
  return { head, files, entries, intended, status: repository.git('status', '--porcelain', '-uall') };
}

/** A repository with work in every state, and with a benchmark that is not tracked yet. */
export function makeBusyRepository(): TestRepository {
  const repository = makeRepository({
    'code.sh': printing(100),
    'edited.txt': 'old\n',
    'staged.txt': 'old\n',
    'gone.txt': 'old\n',
    '.gitignore': 'ignored/\n',
  });
  repository.write('autoresearch.sh', '. ./code.sh\n', 0o755);
  repository.write('edited.txt', 'by the user\n');
  repository.write('staged.txt', 'staged\n');
  repository.write('added.txt', 'added\n');
  repository.git('add', 'staged.txt', 'added.txt');
  repository.write('intended.txt', 'intended\n');
  repository.git('add', '-N', 'intended.txt');
  repository.remove('gone.txt');
  repository.write('notes.txt', 'mine\n');
  repository.write('ignored/data', 'ignored\n');
  return repository;
}

/** A server with an active session there. */
export async function startBusySession(
  repository: TestRepository,
  kind: ClientKind = 'new',
): Promise<{ server: Connected; id: string; branch: string }> {
  const server = await connect({ directory: repository.root, kind });
  const { command: _, ...init } = scriptInit;
  const started = await server.ok('init_experiment', { ...init, accept_dirty: true });
  return { server, id: started.session_id, branch: started.branch };
}
