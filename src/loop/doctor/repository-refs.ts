import { Refusal } from '../../errors.js';
import type { Session } from '../../store/session.js';
import type { Store } from '../../store/store.js';
import { candidateRef, readRefs } from '../../workspace/commits.js';
import { GitFailure } from '../../workspace/git.js';
import { openRepository, type Repository } from '../../workspace/repository.js';
import { sessionRefs } from '../../workspace/session-refs.js';
import { aheadOfRows } from '../ahead-of-rows.js';
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
  const sessions = store.sessions
    .all()
    .filter(({ commonDir, imported }) => commonDir === repository.commonDir && imported === undefined);
  const known = new Set(sessions.map(({ id }) => id));
  const unknown = [...new Set(refs.map(({ session }) => session))].filter((id) => !known.has(id));
  const tips = await readRefs(repository, 'refs/heads/autoresearch');
  const ofSessions = await Promise.all(
    sessions.map(async (session): Promise<Diagnosis[]> => {
      const { id, state, branch, incumbentCommit } = session;
      if (state === 'starting') return [];
      const isWhole = refs.some(({ ref }) => ref === candidateRef(id, 0));
      const isPruned = store.events.recent(id, 'pruned', 1).length > 0;
      const missing = isWhole || isPruned ? [] : [missingRefs(id, state === 'ended')];
      if (state === 'ended') return missing;
      const tip = tips.get(branch);
      if (tip === undefined) return [...missing, missingBranch(id, branch, incumbentCommit)];
      return [...missing, ...(await diagnoseHistory(store, repository, session, tip))];
    }),
  );
  const found = [
    ...unknown.map((id) => unknownSession(id, store.sessions.find(id)?.root)),
    ...ofSessions.flat(),
  ];
  return found.length > 0 ? found : [ok('refs', `${refs.length} of ${sessions.length} sessions here.`)];
}

async function diagnoseHistory(
  store: Store,
  repository: Repository,
  session: Session,
  tip: string,
): Promise<Diagnosis[]> {
  try {
    const ahead = await aheadOfRows(store, repository, session, tip);
    return ahead === undefined ? [] : [olderRows(session.id, ahead)];
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    const what = `The history of ${session.id}, which is active, cannot be read, since objects of it are missing: ${error.message}`;
    return [problem('refs', what, startAnew)];
  }
}

const startAnew =
  'Nothing brings back what is missing. Call init_experiment with restart: true: it ends the session, however it stands, and starts another.';

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
    startAnew,
  );
}

/** Where a backup of the database was put back, or its last pages were lost: the session refuses to go on. */
function olderRows(id: string, run: string): Diagnosis {
  return problem(
    'refs',
    `The repository has run ${run}, of which the rows of ${id} do not know: they are older than its branch.`,
    'Run `autoresearch-mcp recover` in this repository.',
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
