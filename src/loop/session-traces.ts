import { keptCommitsRef, refExists, sessionBranch } from '../workspace/commits.js';
import type { Repository } from '../workspace/repository.js';
import { candidatesOf, commitsBehind, type StoredCommit } from '../workspace/session-history.js';
import { type KeptTrailers, readTrailers } from './commit-trailers.js';

/** What a repository tells of one run. */
export interface RunTrace {
  readonly number: number;
  /** Its candidate; of a run whose ref is gone, what was kept of it. */
  readonly candidate: StoredCommit;
  readonly kept?: { readonly commit: StoredCommit; readonly trailers: KeptTrailers };
}

/** What a repository tells of a session, without any row of it. */
export interface SessionTraces {
  readonly id: string;
  readonly startCommit: string;
  /** By number; at least one. */
  readonly runs: readonly RunTrace[];
}

/** Read what refs and commit trailers tell of a session; undefined for nothing. */
export async function tracesOf(repository: Repository, id: string): Promise<SessionTraces | undefined> {
  const candidates = await candidatesOf(repository, id);
  const start = candidates.find(({ number }) => number === 0)?.parents[0];
  const refs = [sessionBranch(id), keptCommitsRef(id)];
  const isThere = await Promise.all(refs.map((ref) => refExists(repository, ref)));
  const tips = [...candidates.map(({ commit }) => commit), ...refs.filter((_, at) => isThere[at])];
  const commits = await commitsBehind(repository, tips, start === undefined ? [] : [start]);
  const kept = commits.flatMap((commit) => {
    const trailers = readTrailers(commit.message);
    return trailers?.session === id ? [{ commit, trailers }] : [];
  });
  const traces = new Map<number, RunTrace>(
    candidates.map(({ number, ...candidate }) => [number, { number, candidate }]),
  );
  // Newest first: of two that say the same, the later one stands.
  for (const one of kept.reverse()) {
    const number = one.trailers.run;
    traces.set(number, { number, candidate: traces.get(number)?.candidate ?? one.commit, kept: one });
  }
  const runs = [...traces.values()].sort((a, b) => a.number - b.number);
  const [first] = runs;
  const startCommit = start ?? first?.candidate.parents[0];
  return startCommit === undefined ? undefined : { id, startCommit, runs };
}
