import type { Refusal } from '../errors.js';
import type { App } from '../loop/app.js';
import { fitted } from '../loop/fit-status.js';
import { headline } from '../loop/headline.js';
import { nextStepIn } from '../loop/next-step.js';
import { type Status, statusOf } from '../loop/status.js';
import { standingWords, stopState } from '../loop/stop-policy.js';
import { inShort } from '../loop/told-notes.js';
import type { Session } from '../store/session.js';
import type { Reply } from './tool.js';

/** What somebody who asks where a session stands is to hear besides. */
interface Besides {
  /** What run_experiment would be refused for, where somebody has looked. */
  readonly hindrance?: Refusal;
  /** What a person says to them: it will stand in the notes, and in short before the next step. */
  readonly words?: readonly string[];
}

/** Where a session stands, as get_status answers it: there is room left for what is to be said besides. */
export function statusReply(
  app: App,
  session: Session,
  { hindrance, words = [] }: Besides = {},
): Reply & Status {
  const status = statusOf(app, session);
  const step = nextStepIn(app, session);
  const inTheWay = hindrance === undefined ? [] : [`${hindrance.message} ${hindrance.hint}`];
  const { best, baseline, counts } = status;
  const { metric_name } = session.config;
  const summary =
    session.imported !== undefined
      ? `${session.id}: ${headline(app, session)}`
      : `${session.id}: ${metric_name} ${baseline.value ?? '?'} at the start, ${best.value ?? '?'} now (run ${best.run}); ${counts.experiments} experiments, ${counts.kept} kept.`;
  const next_step = isBlocked(status) ? (inTheWay[0] ?? step) : step;
  const standing = standingWords(stopState(app, session));
  const first = [...words, ...(standing === undefined ? [] : [standing])].map(inShort);
  const besides = [summary, next_step, ...words, ...first];
  return {
    session_id: session.id,
    summary,
    next_step,
    ...fitted({ ...status, notes: [...inTheWay, ...status.notes] }, besides),
  };
}

/** What is in the way of a run matters where none is being measured. */
function isBlocked({ session, pending_run }: Status): boolean {
  return session.state !== 'ended' && pending_run?.state !== 'running';
}
