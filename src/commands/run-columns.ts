import type { RunSummary } from '../loop/report.js';
import { gainWords, valueWords } from './number-words.js';
import { oneLine } from './one-line.js';
import type { Column } from './table.js';
import type { Colours } from './terminal.js';

/** How a run's outcome is coloured; also its verdict, before it is logged. */
export function paintOf({ outcome, verdict }: Pick<RunSummary, 'outcome' | 'verdict'>, colours: Colours) {
  if (outcome === 'kept' || (outcome === undefined && verdict === 'better')) return colours.green;
  if (verdict === undefined) return outcome === undefined ? colours.yellow : colours.dim;
  if (['crashed', 'timed_out', 'invalid_metric', 'checks_failed'].includes(verdict)) return colours.red;
  return outcome === 'discarded' ? colours.dim : String;
}

/** A run that has an outcome and no verdict was rebuilt: what it was measured to be is lost. */
function verdictCell({ verdict, outcome }: RunSummary): string {
  return verdict ?? (outcome === undefined ? 'measuring' : '-');
}

/** In brackets what nobody has measured here. */
function valueCell({ value, claimed_value: claimed }: RunSummary): string {
  return value === undefined && claimed !== undefined ? `(${valueWords(claimed)})` : valueWords(value);
}

/** What a list says of a run, beside which it is. */
export const runColumns: readonly Column<RunSummary>[] = [
  { title: 'verdict', cell: verdictCell, goes: 1, paint: paintOf },
  { title: 'outcome', cell: ({ outcome }) => outcome ?? '-', goes: 2, paint: paintOf },
  { title: 'value', cell: valueCell, alignsRight: true, goes: 3 },
  { title: 'gain', cell: (run) => gainWords(run.improvement_percent), alignsRight: true },
  { title: 'what was tried', cell: ({ description }) => oneLine(description), grows: true },
];
