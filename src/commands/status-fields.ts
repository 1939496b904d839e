import { counted } from '../loop/grant-words.js';
import type { Overview } from '../loop/overview.js';
import { branchName, type Standing } from '../loop/report.js';
import { cutTo } from './cut-to.js';
import type { Field } from './fields.js';
import { durationWords, gainWords, valueWords } from './number-words.js';
import { oneLine } from './one-line.js';

const notesShown = 4;
// What runs and ideas are called is cut to about two lines.
const titleColumns = 100;

/** How far a session has come. */
export function measuredOf(overview: Overview): Field[] {
  const { session, status, ended } = overview;
  const { metric_name, metric_unit, direction } = session.config;
  const unit = metric_unit === undefined ? undefined : oneLine(metric_unit);
  return [
    ['metric', `${oneLine(metric_name)}, ${direction} is better`],
    ['baseline', standingWords(status.baseline, unit)],
    ['best', status.best.run === 0 ? undefined : bestWords(status.best, unit)],
    ['result', ended === undefined ? undefined : oneLine(ended.headline)],
    ['experiments', experimentWords(overview)],
    ['time', session.imported === undefined ? timeWords(overview) : undefined],
    ['where', oneLine(session.branch === '' ? session.root : `${branchName(session)} in ${session.root}`)],
  ];
}

/** Nothing where there is no value yet. In brackets what nobody has measured here. */
function standingWords({ value, claimed_value: claimed }: Standing, unit?: string): string | undefined {
  if (value !== undefined) return valueWords(value, unit);
  return claimed === undefined ? undefined : `(${valueWords(claimed, unit)})`;
}

function bestWords(best: Standing, unit?: string): string {
  const { run, improvement_percent: gain, claimed_percent: claimed } = best;
  const since = gain === undefined ? undefined : `${gainWords(gain)} since the baseline`;
  const steps = claimed === undefined ? undefined : `its steps add up to ${gainWords(claimed)}`;
  const change = since ?? steps;
  const words = [standingWords(best, unit), `with run ${run}`].filter((part) => part !== undefined).join(' ');
  return change === undefined ? words : `${words}, ${change}`;
}

function experimentWords({ status, limits }: Overview): string {
  const { experiments, kept, discarded, failed, cancelled } = status.counts;
  const of = limits.experiments === undefined ? '' : ` of ${limits.experiments}`;
  // Whatever failed or was cancelled may be among the discarded, or not logged yet.
  const ofAll = [
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(cancelled === 0 ? [] : [`${cancelled} cancelled`]),
  ];
  const rest = ofAll.length === 0 ? '' : `; of all runs ${ofAll.join(', ')}`;
  return `${experiments}${of}: ${kept} kept, ${discarded} discarded${rest}`;
}

function timeWords({ minutes, limits }: Overview): string {
  const limit = limits.minutes === undefined ? '' : ` of ${durationWords(limits.minutes * 60_000)}`;
  return `${durationWords(minutes * 60_000)}${limit}`;
}

/** What goes on, or waits for somebody. */
export function nowOf({ ongoing, waiting, status, ended }: Overview, now: number): Field[] {
  const open = status.ideas.length;
  return [
    ['measuring', ongoing === undefined ? undefined : ongoingWords(ongoing, now)],
    ['waiting', waiting === undefined ? undefined : oneLine(waiting)],
    ['ideas', open === 0 || ended !== undefined ? undefined : ideaWords(status.ideas)],
    ['to merge', ended?.merge],
  ];
}

function ongoingWords(
  { what: whole, since, samples, isCutOff }: NonNullable<Overview['ongoing']>,
  now: number,
): string {
  const what = cutTo(oneLine(whole), titleColumns);
  if (isCutOff) return `nothing: its server is gone. The next one sees to ${what}`;
  const taken = samples === undefined ? '' : `, ${counted(samples, 'sample')} taken`;
  return `${what} (for ${durationWords(now - since)}${taken})`;
}

function ideaWords(ideas: readonly object[]): string {
  const [first] = ideas;
  const whole = first !== undefined && 'title' in first ? String(first.title) : '';
  const title = cutTo(oneLine(whole), titleColumns);
  return ideas.length === 1 ? title : `${title} (and more: autoresearch-mcp ideas)`;
}

/** What its agent is told besides. */
export function notesOf({ status, ended }: Overview): Field[] {
  if (ended !== undefined) return [];
  return status.notes.slice(0, notesShown).map((note): Field => ['note', oneLine(note)]);
}
