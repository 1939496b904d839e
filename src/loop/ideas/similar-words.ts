import type { Idea } from '../../store/ideas.js';
import type { Run } from '../../store/run.js';
import type { Session } from '../../store/session.js';
import { ideaId, runId } from '../ids.js';
import { importedWords } from '../imported.js';
import { cut, rounded } from '../report.js';

const titleLength = 140;

/**
 * What there is to say of an idea that is like a new one.
 *
 * @param session the new one's.
 * @param run the one that has tried it.
 * @param isSaid whether it is in the same words. What is only alike may be the very opposite: it is told with its title.
 */
export function ideaWords(session: Session, idea: Idea, run: Run | undefined, isSaid: boolean): string {
  const id = ideaId(idea.sessionId, idea.number);
  const says = isSaid ? 'says so already' : `says something like it, ${quoted(idea.title)}`;
  const tried = run === undefined ? '' : `; run ${nameOf(session, run)} tried it: ${becameOf(run)}`;
  const isLeft = idea.state === 'rejected' || idea.state === 'dropped';
  const again =
    isSaid && isLeft && idea.sessionId === session.id ? ' update_idea with state "open" brings it back.' : '';
  return `Idea ${id} ${says} (${idea.state}${tried}).${again}`;
}

/** What there is to say of a run that has tried something like a new idea; parameters as above. */
export function runWords(session: Session, run: Run, title: string, isSaid: boolean): string {
  const tried = isSaid ? 'this' : `something like it, ${quoted(title)}`;
  return `Run ${nameOf(session, run)} tried ${tried}: ${becameOf(run)}.`;
}

function nameOf(session: Session, run: Run): string {
  return run.sessionId === session.id ? String(run.number) : runId(run.sessionId, run.number);
}

function quoted(title: string): string {
  return `"${cut(title, titleLength)}"`;
}

function becameOf(run: Run): string {
  const percent = run.result?.metric.improvement_percent;
  const change = percent === undefined ? '' : `, ${signed(rounded(percent))} %`;
  return `${run.imported === undefined ? (run.verdict ?? run.state) : importedWords}${change}`;
}

function signed(percent: number): string {
  return percent < 0 ? `−${-percent}` : `+${percent}`;
}
