import { Refusal } from '../../errors.js';
import type { Store } from '../../store/store.js';
import { candidateRef, sessionBranch } from '../../workspace/commits.js';
import { openRepository, type Repository } from '../../workspace/repository.js';
import { sessionBranches, sessionRefs } from '../../workspace/session-refs.js';
import { type Diagnosis, note, ok, problem } from './diagnosis.js';
import { diagnoseSpace, unwritable } from './room-and-rights.js';

/** Whether there is room in a directory's repository, and whether its refs and the rows of its sessions tell the same. */
export async function diagnoseRepository(store: Store, directory: string): Promise<Diagnosis[]> {
  try {
    const repository = await openRepository(directory);
    const space = await diagnoseSpace('repository', repository.commonDir);
    return [space, await diagnoseWriting(repository), ...(await diagnoseRefs(store, repository))].flat();
  } catch (error) {
    if (error instanceof Refusal) return [note('refs', `Not looked at: ${error.message}`)];
    throw error;
  }
}

async function diagnoseWriting({ root, commonDir }: Repository): Promise<Diagnosis[]> {
  const found = await Promise.all([root, commonDir].map((path) => unwritable('repository', path)));
  return found.filter((each) => each !== undefined);
}

async function diagnoseRefs(store: Store, repository: Repository): Promise<Diagnosis[]> {
  const refs = await sessionRefs(repository);
  const branches = await sessionBranches(repository);
  const sessions = store.sessions.all().filter(({ commonDir }) => commonDir === repository.commonDir);
  const known = new Set(sessions.map(({ id }) => id));
  const unknown = [...new Set(refs.map(({ session }) => session))].filter((id) => !known.has(id));
  const found = [
    ...unknown.map((id) => unknownSession(id, store.sessions.find(id)?.root)),
    ...sessions.flatMap(({ id, state, branch, incumbentCommit }) => {
      if (state === 'starting') return [];
      const isWhole = refs.some(({ ref }) => ref === candidateRef(id, 0));
      const isPruned = store.events.recent(id, 'pruned', 1).length > 0;
      const hasBranch = branches.some((each) => sessionBranch(each) === branch);
      return [
        ...(isWhole || isPruned ? [] : [missingRefs(id, state === 'ended')]),
        ...(hasBranch || state === 'ended' ? [] : [missingBranch(id, branch, incumbentCommit)]),
      ];
    }),
  ];
  return found.length > 0 ? found : [ok('refs', `${refs.length} of ${sessions.length} sessions here.`)];
}

/** @param elsewhere the working directory in which the database knows it all the same. */
function unknownSession(id: string, elsewhere: string | undefined): Diagnosis {
  if (elsewhere !== undefined) {
    return problem(
      'refs',
      `refs/autoresearch/${id}/ belongs to a session of the repository at ${elsewhere}: this is a copy of that, or it was moved.`,
      `If it was moved, move it back to go on with the session. If it is a copy, nothing: it does no harm.`,
    );
  }
  return problem(
    'refs',
    `refs/autoresearch/${id}/ belongs to a session that the database does not know.`,
    `\`autoresearch-mcp recover\` rebuilds its rows. Or, if it is not wanted: \`git for-each-ref --format='delete %(refname)' refs/autoresearch/${id}/ | git update-ref --stdin\`.`,
  );
}

function missingRefs(id: string, hasEnded: boolean): Diagnosis {
  if (hasEnded) return note('refs', `The refs of ${id}, which has ended, were deleted by somebody.`);
  return problem(
    'refs',
    `The refs of ${id}, which is active, are missing: git may remove its candidates.`,
    'Nothing brings them back. Call init_experiment with restart: true: it ends the session, however it stands, and starts another.',
  );
}

function missingBranch(id: string, branch: string, commit: string): Diagnosis {
  const name = branch.replace('refs/heads/', '');
  return problem(
    'refs',
    `The branch of ${id}, which is active, is missing.`,
    `git branch ${name} ${commit.slice(0, 12)}`,
  );
}
