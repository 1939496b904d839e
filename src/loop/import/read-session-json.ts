import { z } from 'zod';
import { type Claim, outcomes } from '../../store/run.js';
import { settledStatus } from '../settled-status.js';
import type { ImportedContent, ImportedRun } from './imported-content.js';
import { unreadable } from './malformed.js';

const text = z.string().optional();
const time = z.iso.datetime().optional();

const claim = z.object({
  status: z.string(),
  run: z.int().min(0).exactOptional(),
  metric: z.number().exactOptional(),
  metrics: z.record(z.string(), z.number()).exactOptional(),
  commit: z.string().exactOptional(),
  fields: z.record(z.string(), z.unknown()).exactOptional(),
});

const runShape = z.looseObject({
  run: z.int().min(0).max(999_999_999),
  state: z.string(),
  description: z.string(),
  hypothesis: text,
  learned: text,
  next_focus: text,
  outcome: z.enum(outcomes).optional(),
  verdict: text,
  value: z.number().optional(),
  metrics: z.record(z.string(), z.number()),
  files: z.array(z.string()),
  commit: text,
  candidate_commit: text,
  started_at: time,
  finished_at: time,
  logged_at: time,
  /** Of a run that was imported there, too. */
  claim: claim.optional(),
});

const shape = z.looseObject({
  session: z.looseObject({
    name: z.string(),
    goal: text,
    metric_name: z.string().min(1),
    metric_unit: text,
    direction: z.enum(['lower', 'higher']),
  }),
  runs: z.array(runShape),
});

type StoredRun = z.infer<typeof runShape>;

/** Whether this is what `autoresearch-mcp export --format json` writes, as far as that shows at first sight. */
export function isSessionJson(value: unknown): boolean {
  return z.looseObject({ session: z.looseObject({}), runs: z.array(z.unknown()) }).safeParse(value).success;
}

/**
 * Read what `autoresearch-mcp export --format json` has written. Runs that were being measured are passed over; ideas are
 * not taken over.
 *
 * @throws Refusal `invalid_config` that names the first field that is malformed.
 */
export function readSessionJson(value: unknown): ImportedContent {
  const read = shape.safeParse(value);
  if (!read.success) {
    const path = read.error.issues[0]?.path.map(String).join('.') ?? '';
    throw unreadable(`The field ${path} of the file is missing or malformed.`);
  }
  const { session, runs } = read.data;
  const finished = runs.filter(({ state }) => state === 'finished');
  if (finished.length === 0) throw unreadable('There is no run in the file.');
  const { name, goal, metric_name: metricName, metric_unit: metricUnit, direction } = session;
  const known = {
    name,
    metricName,
    direction,
    ...(goal === undefined ? {} : { goal }),
    ...(metricUnit === undefined ? {} : { metricUnit }),
  };
  const sessions = [{ ...known, runs: finished.map(runOf) }];
  return { format: 'json', sessions, passedOver: runs.length - finished.length };
}

function runOf(read: StoredRun): ImportedRun {
  const { description, hypothesis, learned, next_focus, files, started_at, finished_at, logged_at } = read;
  // A baseline is what everything else was built on, and nobody logs it.
  const outcome = read.verdict === 'baseline' ? 'kept' : read.outcome;
  return {
    claim: read.claim === undefined ? claimOf(read) : { run: read.run, ...read.claim },
    description,
    ...(hypothesis === undefined ? {} : { hypothesis }),
    ...(learned === undefined ? {} : { learned }),
    ...(next_focus === undefined ? {} : { next_focus }),
    files,
    ...(outcome === undefined ? {} : { outcome }),
    ...(started_at === undefined ? {} : { at: Date.parse(started_at) }),
    ...(finished_at === undefined ? {} : { finishedAt: Date.parse(finished_at) }),
    ...(logged_at === undefined ? {} : { loggedAt: Date.parse(logged_at) }),
  };
}

// What the other home's server has measured and found.
const findings = [
  'run_id',
  'verdict',
  'evidence',
  'reason',
  'improvement_percent',
  'ci_low_percent',
  'ci_high_percent',
  'pairs',
] as const;

function claimOf(read: StoredRun): Claim {
  const { run, outcome, verdict, value, metrics, commit = read.candidate_commit } = read;
  const found = findings.flatMap((name) => (read[name] === undefined ? [] : [[name, read[name]] as const]));
  return {
    run,
    status: settledStatus({ verdict, outcome }) ?? verdict ?? 'unknown',
    ...(value === undefined ? {} : { metric: value }),
    ...(Object.keys(metrics).length === 0 ? {} : { metrics }),
    ...(commit ? { commit } : {}),
    fields: Object.fromEntries(found),
  };
}
