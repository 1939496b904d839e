import { defaults } from '../../config/defaults.js';
import type { Run } from '../../store/run.js';
import type { ImportedFrom, Session } from '../../store/session.js';
import type { Direction } from '../../verdict/verdict.js';
import type { Repository } from '../../workspace/repository.js';
import type { App } from '../app.js';
import { cut } from '../report.js';
import { visibleText } from '../shown-text.js';
import { unknownSettings } from '../unknown-settings.js';
import { unmeasuredRun } from '../unmeasured-run.js';
import type { ImportedRun, ImportedSession } from './imported-content.js';

// As log_experiment has it.
const longestText = 2000;
const longestName = 200;

/** The row of a session that was read from a file. It has ended, and no branch, ref or commit is its own. */
export function sessionRow(
  id: string,
  content: ImportedSession,
  from: ImportedFrom,
  direction: Direction,
  place: Repository,
): Session {
  const { runs, goal, metricName, metricUnit } = content;
  const { first, last } = span(runs, from);
  const lastKept = numbersOf(runs)
    .filter((_, at) => runs[at]?.outcome === 'kept')
    .at(-1);
  return {
    id,
    name: visibleText(content.name ?? from.file, longestName),
    state: 'ended',
    endReason: `imported from ${from.file}`,
    imported: from,
    ...place,
    branch: '',
    baseCommit: '',
    startCommit: '',
    config: {
      ...defaults,
      metric_name: visibleText(metricName, longestName),
      direction,
      command: 'unknown',
      ...(goal === undefined ? {} : { goal }),
      ...(metricUnit === undefined ? {} : { metric_unit: visibleText(metricUnit, longestName) }),
    },
    ...unknownSettings,
    incumbent: lastKept ?? 0,
    incumbentTree: '',
    incumbentCommit: '',
    createdAt: first,
    endedAt: last,
  };
}

/** The rows of its runs. What the file claims of them is kept apart: they have no value, and their verdict says nothing. */
export function runRows(app: App, session: Session, runs: readonly ImportedRun[], from: ImportedFrom): Run[] {
  const numbers = numbersOf(runs);
  return runs.map((run, at) => runRow(app, session, run, numbers[at] ?? at + 1, from));
}

function runRow(app: App, session: Session, read: ImportedRun, number: number, from: ImportedFrom): Run {
  const { claim, description, hypothesis, learned, next_focus, files = [], outcome } = read;
  const { at = from.at, finishedAt = at, loggedAt = finishedAt } = read;
  const { metric_name: name, metric_unit: unit, direction } = session.config;
  const { run, ...claimed } = claim;
  return {
    ...unmeasuredRun(app, session, number),
    description: cut(description, longestText),
    incumbent: number,
    tree: '',
    candidateCommit: '',
    files,
    verdict: 'imported',
    result: {
      reason: `Imported from ${from.file}, not measured by this server.`,
      metric: { name, direction, ...(unit === undefined ? {} : { unit }) },
      metrics: [],
      checks: { state: 'not_run' },
      output_tail: '',
      elapsed_seconds: 0,
      notes: [],
    },
    startedAt: at,
    finishedAt,
    log: {
      status: cut(claim.status, longestName),
      description: cut(description, longestText),
      ...(hypothesis === undefined ? {} : { hypothesis: cut(hypothesis, longestText) }),
      ...(learned === undefined ? {} : { learned: cut(learned, longestText) }),
      ...(next_focus === undefined ? {} : { next_focus: cut(next_focus, longestText) }),
    },
    loggedAt,
    ...(outcome === undefined ? {} : { outcome }),
    imported: run === undefined || run === number ? claimed : claim,
  };
}

/** The file's own numbers, where no two runs have the same; else the places in it, from 1. */
function numbersOf(runs: readonly ImportedRun[]): number[] {
  const numbers = runs.flatMap(({ claim }) => (claim.run === undefined ? [] : [claim.run]));
  const areNames = numbers.length === runs.length && new Set(numbers).size === runs.length;
  return areNames ? numbers : runs.map((_, at) => at + 1);
}

function span(runs: readonly ImportedRun[], from: ImportedFrom): { first: number; last: number } {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at = from.at, finishedAt = at, loggedAt = finishedAt } of runs)
    [first, last] = [Math.min(first, at), Math.max(last, loggedAt)];
  return { first, last };
}
