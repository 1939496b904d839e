import type { App } from './app.js';
import { seenSession } from './bounds.js';
import { runId } from './ids.js';
import { sessionOfJob } from './replay-job.js';

/** What has come or changed since it was last asked for. */
export interface Changes {
  /** Ids of sessions. */
  readonly sessions: ReadonlySet<string>;
  /** Ids of sessions to which a person has said or granted something. */
  readonly spokenTo: ReadonlySet<string>;
  /** Ids of runs. */
  readonly runs: ReadonlySet<string>;
  /** What this process measures and is further with than it was: ids of sessions and runs, as above. */
  readonly advanced: Pick<Changes, 'sessions' | 'runs'>;
  /** Whether there is a run, or a session with its first one, that there was not. */
  readonly hasNewRuns: boolean;
}

/**
 * Follow what comes and changes in all sessions of the machine from now on, whoever brings it about.
 *
 * @returns a question to be asked now and then: what is new?
 */
export function followChanges(app: App): () => Changes {
  let position = app.store.changes.now();
  let progress = progressOf(app);
  return () => {
    const { changes: all, ...found } = app.store.changes.since(position);
    const ids = new Set(all.map(({ sessionId }) => sessionId));
    const seen = new Set([...ids].filter((id) => seenSession(app, id) !== undefined));
    const changes = all.filter(({ sessionId }) => seen.has(sessionId));
    const before = progress;
    position = found.position;
    progress = progressOf(app);
    const advanced = [...progress.keys()].filter((id) => progress.get(id) !== before.get(id));
    const idsOf = (some: typeof changes) => new Set(some.map(({ sessionId }) => sessionId));
    return {
      sessions: idsOf(changes.filter(({ isWord }) => isWord === undefined)),
      spokenTo: idsOf(changes.filter(({ isWord }) => isWord !== undefined)),
      runs: new Set(
        changes.flatMap(({ sessionId, run }) => (run === undefined ? [] : [runId(sessionId, run)])),
      ),
      advanced: { sessions: new Set(advanced.map(sessionOfJob)), runs: new Set(advanced) },
      hasNewRuns: found.hasNewRuns && changes.some(({ run }) => run !== undefined),
    };
  };
}

/** How far this process is with what it measures. */
function progressOf(app: App): ReadonlyMap<string, string> {
  return new Map(app.jobs.running().map(({ id, progress }) => [id, JSON.stringify(progress)]));
}
