import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { approvalWords } from './approval.js';
import { limitsOf, minutesOf } from './budget.js';
import { headline } from './headline.js';
import { isAlive } from './process-identity.js';
import { ownerOf } from './run-owner.js';
import { type Status, statusOf } from './status.js';
import { untoldWords } from './told-notes.js';
import { type WayOut, wayOut } from './way-out.js';

/** What is being measured. Nothing in it tells of values: whoever sees them would cancel the unlucky. */
interface Ongoing {
  readonly what: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Taken so far; absent where they are not counted. */
  readonly samples?: number;
  /** Whether whoever measured it is gone. */
  readonly isCutOff: boolean;
}

/** A session as a person at a terminal sees it. */
export interface Overview {
  readonly session: Session;
  readonly status: Status;
  readonly limits: ReturnType<typeof limitsOf>;
  /** How long the session has lasted. */
  readonly minutes: number;
  readonly ongoing?: Ongoing;
  /** A run that waits to be logged, in a sentence. */
  readonly waiting?: string;
  /** Of a session that has ended. */
  readonly ended?: WayOut & { readonly headline: string };
}

/** Where a session stands. It is only looked at: nothing is put right, and no note counts as told. */
export function overviewOf(app: App, session: Session): Overview {
  const ongoing = ongoingIn(app, session);
  const waiting = waitingIn(app, session);
  const status = statusOf(app, session);
  return {
    session,
    status: { ...status, notes: [...untoldWords(app, session), ...status.notes] },
    limits: limitsOf(session),
    minutes: minutesOf(session),
    ...(ongoing === undefined ? {} : { ongoing }),
    ...(waiting === undefined ? {} : { waiting }),
    ...(session.state === 'ended'
      ? { ended: { ...wayOut(app, session), headline: headline(app, session) } }
      : {}),
  };
}

function ongoingIn(app: App, { id, replay }: Session): Ongoing | undefined {
  if (replay?.state === 'running') {
    const what = 'the final code against the baseline';
    return { what, since: replay.startedAt, isCutOff: !isAlive(replay.owner) };
  }
  const run = app.store.runs.running(id).at(-1);
  if (run === undefined) return undefined;
  return {
    what: run.number === 0 ? 'the baseline' : `run ${run.number}: ${run.description}`,
    since: run.startedAt,
    samples: app.store.samples.ofSeries(id, run.series).length,
    isCutOff: !isAlive(ownerOf(run)),
  };
}

function waitingIn(app: App, session: Session): string | undefined {
  const run = session.state === 'active' ? app.store.runs.unlogged(session.id) : undefined;
  if (run?.state !== 'finished') return undefined;
  return `run ${run.number} is ${run.verdict}, and its agent has not logged it yet. ${approvalWords(session, run)}`.trim();
}
