import { Refusal } from '../../errors.js';
import type { Store } from '../../store/store.js';
import { candidateRef, sessionBranch } from '../../workspace/commits.js';
import { openRepository, type Repository } from '../../workspace/repository.js';
import { sessionBranches, sessionRefs } from '../../workspace/session-refs.js';
import { type Diagnosis, note, ok, problem } from './diagnosis.js';

/** Whether the refs of a directory's repository and the rows of its sessions tell the same. */
export async function diagnoseRefs(store: Store, directory: string): Promise<Diagnosis[]> {
  const repository = await repositoryOf(directory);
  if (repository === undefined)
    return [note('refs', 'Not looked at: this directory is in no git repository.')];
  const refs = await sessionRefs(repository);
  const branches = await sessionBranches(repository);
  const sessions = store.sessions.all().filter(({ commonDir }) => commonDir === repository.commonDir);
  const known = new Set(sessions.map(({ id }) => id));
  const unknown = [...new Set(refs.map(({ session }) => session))].filter((id) => !known.has(id));
  const found = [
    ...unknown.map(unknownSession),
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

async function repositoryOf(directory: string): Promise<Repository | undefined> {
  try {
    return await openRepository(directory);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function unknownSession(id: string): Diagnosis {
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
