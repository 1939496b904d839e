import { z } from 'zod';
import type { Claim } from '../../store/run.js';
import { importedWords } from '../imported.js';
import type { ImportedContent, ImportedRun, ImportedSession } from './imported-content.js';
import { linesOf } from './lines.js';
import { malformed, unreadable } from './malformed.js';
import { metricOf, outcomeOf } from './status-outcome.js';

const header = z.looseObject({
  type: z.literal('config'),
  name: z.string().nullish(),
  metricName: z.string().min(1).nullish(),
  metricUnit: z.string().nullish(),
  bestDirection: z.enum(['lower', 'higher']).nullish(),
});

// Milliseconds since 1970, up to the year 9999: some write microseconds.
const latest = 253_402_300_799_999;

// `segment` follows from the header lines; the oldest logs have neither it nor `confidence`.
const entry = z.looseObject({
  run: z.int().min(0).max(999_999_999),
  commit: z.string().nullish(),
  metric: z.number().nullish(),
  metrics: z.record(z.string(), z.unknown()).nullish(),
  status: z.string().min(1),
  description: z.string().nullish(),
  timestamp: z.number().min(0).max(latest).nullish(),
  confidence: z.number().nullish(),
  asi: z.record(z.string(), z.unknown()).nullish(),
});

type Header = z.infer<typeof header>;
type Entry = z.infer<typeof entry>;

/**
 * Read a log of pi-autoresearch (`.auto/log.jsonl`, before that `autoresearch.jsonl`): header lines with `type` config,
 * and one line a run. Each header after a run begins a session of its own, since it may name another metric. A log without a
 * header is of a metric called `metric`, of which less is better, as that program reads it. Lines of another `type`, such as
 * those of hooks, are passed over.
 *
 * @throws Refusal `invalid_config` that names the first malformed line.
 */
export function readLogJsonl(text: string): ImportedContent {
  const segments: { header?: Header; readonly runs: ImportedRun[] }[] = [{ runs: [] }];
  let passedOver = 0;
  for (const { text: content, line } of linesOf(text)) {
    const fields = objectOn(content, line);
    const last = segments.at(-1);
    if (fields.type === 'config') {
      const read = parsed(header, fields, line);
      // What a header leaves out stands in the one before it.
      const known = { ...last?.header, ...onlyGiven(read) };
      if (last === undefined || last.runs.length > 0) segments.push({ header: known, runs: [] });
      else last.header = known;
    } else if (fields.run !== undefined || fields.type === undefined) {
      last?.runs.push(runOf(parsed(entry, fields, line)));
    } else passedOver++;
  }
  const sessions = segments.flatMap((segment) => (segment.runs.length === 0 ? [] : [sessionOf(segment)]));
  if (sessions.length === 0) throw unreadable('There is no run in the file.');
  return { format: 'jsonl', sessions, passedOver };
}

function objectOn(line: string, number: number): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(line));
  } catch {
    throw malformed(number, 'is no JSON object');
  }
}

function parsed<T>(schema: z.ZodType<T>, fields: Record<string, unknown>, line: number): T {
  const result = schema.safeParse(fields);
  if (result.success) return result.data;
  const [name] = result.error.issues[0]?.path ?? [];
  throw malformed(line, `has no valid ${name === undefined ? 'fields' : String(name)}`);
}

function onlyGiven(read: Header): Header {
  const given = Object.entries(read).filter(([, value]) => value !== null && value !== undefined);
  return { ...Object.fromEntries(given), type: 'config' };
}

function sessionOf({ header: head, runs }: { header?: Header; runs: ImportedRun[] }): ImportedSession {
  const { name, metricName, metricUnit, bestDirection } = head ?? {};
  return {
    ...(name ? { name } : {}),
    metricName: metricName ?? 'metric',
    ...(metricUnit ? { metricUnit } : {}),
    direction: bestDirection ?? 'lower',
    runs,
  };
}

function runOf(read: Entry): ImportedRun {
  const { run, commit, metric, metrics, status, description, timestamp, confidence, asi } = read;
  const side = withoutMarks(asi ?? {});
  const fields = {
    ...(confidence == null ? {} : { confidence }),
    ...(Object.keys(side).length === 0 ? {} : { asi: side }),
  };
  return {
    claim: {
      status,
      run,
      ...(asi?.no_metric === true ? {} : metricOf(status, metric ?? undefined)),
      ...(commit ? { commit } : {}),
      ...numbersIn(metrics ?? {}),
      ...(Object.keys(fields).length === 0 ? {} : { fields }),
    },
    description: description ?? '',
    ...wordsIn(side),
    ...outcomeOf(status),
    ...(timestamp ? { at: Math.round(timestamp) } : {}),
  };
}

/** As it was before an export of ours, which marks what was imported and what has no metric. */
function withoutMarks({ imported, no_metric, ...rest }: Readonly<Record<string, unknown>>) {
  return {
    ...(imported === undefined || imported === importedWords ? {} : { imported }),
    ...(no_metric === undefined || no_metric === true ? {} : { no_metric }),
    ...rest,
  };
}

function numbersIn(metrics: Readonly<Record<string, unknown>>): Pick<Claim, 'metrics'> {
  const numbers = Object.entries(metrics).flatMap(([name, value]) =>
    typeof value === 'number' && Number.isFinite(value) ? [[name, value] as const] : [],
  );
  return numbers.length === 0 ? {} : { metrics: Object.fromEntries(numbers) };
}

// In what pi-autoresearch lets an agent write freely, by the names that its own texts and dashboard use.
const wordNames = {
  hypothesis: ['hypothesis'],
  learned: ['learned', 'rollback_reason'],
  next_focus: ['next_focus', 'next_action_hint'],
} as const;

// A reason of ours is why a run was judged as it was: nobody has learnt it.
const ownNames = { ...wordNames, learned: ['learned'] } as const;

function wordsIn(asi: Readonly<Record<string, unknown>>) {
  const isOurs = typeof asi.run_id === 'string' && typeof asi.verdict === 'string';
  const wordOf = (names: readonly string[]) =>
    names.map((name) => asi[name]).find((text) => typeof text === 'string' && text !== '');
  return Object.fromEntries(
    Object.entries(isOurs ? ownNames : wordNames).flatMap(([name, names]) => {
      const text = wordOf(names);
      return typeof text === 'string' ? [[name, text]] : [];
    }),
  );
}
