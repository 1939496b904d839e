import { approvalWords, recordAnswer } from '../loop/approval.js';
import { runId } from '../loop/ids.js';
import { shownPaths } from '../loop/shown-text.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import type { Call } from './tool.js';

const filesTold = 10;
const progressMilliseconds = 2_000;

/**
 * Ask the person at the client whether a run that is too good to be believed is real. Where nobody answers in time, the
 * run stays as it is.
 *
 * @param seconds how long to wait for an answer.
 */
export async function askForApproval(
  { app, person, onProgress }: Call,
  { session, run }: { readonly session: Session; readonly run: Run },
  seconds: number,
): Promise<void> {
  const tell = () => onProgress({ done: 0, message: 'asking whether the change is real' });
  const teller = setInterval(tell, progressMilliseconds);
  try {
    const question = { about: runId(session.id, run.number), message: questionOn(session, run) };
    const answer = await person.ask(question, seconds);
    if (answer !== undefined) recordAnswer(app, run, answer, 'the client');
  } finally {
    clearInterval(teller);
  }
}

function questionOn(session: Session, run: Run): string {
  const { metric_name: name, metric_unit: unit } = session.config;
  const { incumbent, candidate } = run.result?.metric ?? {};
  const values = `${name} ${incumbent ?? '?'} → ${candidate ?? '?'}${unit === undefined ? '' : ` ${unit}`}`;
  const files = shownPaths(run.files.slice(0, filesTold)).join(', ');
  return `Run ${runId(session.id, run.number)}: ${values}. ${approvalWords(session, run)} It changes ${files}. Is it a real improvement?`;
}
