import type { Evidence, Verdict } from '../verdict/verdict.js';
import type { Db } from './database.js';
import { present } from './present.js';
import type { Approval, Outcome, Run } from './run.js';
import type { Isolation } from './session.js';

interface RunRow {
  session_id: string;
  number: number;
  state: Run['state'];
  description: string;
  idea: number | null;
  incumbent: number;
  tree: string;
  candidate_commit: string;
  unseen_commit: string | null;
  isolation: Isolation;
  series: number;
  seed: number;
  files: string;
  log_path: string;
  owner_pid: number;
  owner_started: string;
  displaced_tree: string | null;
  displaced_head: string | null;
  verdict: Verdict | null;
  evidence: Evidence | null;
  can_keep: number;
  approval: Approval | null;
  accepts: number | null;
  value: number | null;
  result: string | null;
  started_at: number;
  finished_at: number | null;
  intention: string | null;
  outcome: Outcome | null;
  kept_commit: string | null;
  log: string | null;
  logged_at: number | null;
  imported: string | null;
}

const columns = [
  'session_id',
  'number',
  'state',
  'description',
  'idea',
  'incumbent',
  'tree',
  'candidate_commit',
  'unseen_commit',
  'isolation',
  'series',
  'seed',
  'files',
  'log_path',
  'owner_pid',
  'owner_started',
  'displaced_tree',
  'displaced_head',
  'verdict',
  'evidence',
  'can_keep',
  'approval',
  'accepts',
  'value',
  'result',
  'started_at',
  'finished_at',
  'intention',
  'outcome',
  'kept_commit',
  'log',
  'logged_at',
  'imported',
];
const setters = columns.map((name) => `${name} = @${name}`).join(', ');
const values = columns.map((name) => `@${name}`).join(', ');

function toRow(run: Run): RunRow {
  return {
    session_id: run.sessionId,
    number: run.number,
    state: run.state,
    description: run.description,
    idea: run.idea ?? null,
    incumbent: run.incumbent,
    tree: run.tree,
    candidate_commit: run.candidateCommit,
    unseen_commit: run.unseenCommit ?? null,
    isolation: run.isolation,
    series: run.series,
    seed: run.seed,
    files: JSON.stringify(run.files),
    log_path: run.logPath,
    owner_pid: run.ownerPid,
    owner_started: run.ownerStarted,
    displaced_tree: run.displacedTree ?? null,
    displaced_head: run.displacedHead ?? null,
    verdict: run.verdict ?? null,
    evidence: run.evidence ?? null,
    can_keep: Number(run.canKeep),
    approval: run.approval ?? null,
    accepts: run.accepts ?? null,
    value: run.value ?? null,
    result: json(run.result),
    started_at: run.startedAt,
    finished_at: run.finishedAt ?? null,
    intention: json(run.intention),
    outcome: run.outcome ?? null,
    kept_commit: run.keptCommit ?? null,
    log: json(run.log),
    logged_at: run.loggedAt ?? null,
    imported: json(run.imported),
  };
}

function json(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function fromRow(row: RunRow): Run {
  return {
    sessionId: row.session_id,
    number: row.number,
    state: row.state,
    description: row.description,
    incumbent: row.incumbent,
    tree: row.tree,
    candidateCommit: row.candidate_commit,
    isolation: row.isolation,
    series: row.series,
    seed: row.seed,
    files: JSON.parse(row.files),
    logPath: row.log_path,
    ownerPid: row.owner_pid,
    ownerStarted: row.owner_started,
    canKeep: row.can_keep === 1,
    startedAt: row.started_at,
    ...present({
      idea: row.idea,
      unseenCommit: row.unseen_commit,
      displacedTree: row.displaced_tree,
      displacedHead: row.displaced_head,
      verdict: row.verdict,
      evidence: row.evidence,
      approval: row.approval,
      accepts: row.accepts,
      value: row.value,
      finishedAt: row.finished_at,
      outcome: row.outcome,
      keptCommit: row.kept_commit,
      loggedAt: row.logged_at,
    }),
    ...(row.result === null ? {} : { result: JSON.parse(row.result) }),
    ...(row.intention === null ? {} : { intention: JSON.parse(row.intention) }),
    ...(row.log === null ? {} : { log: JSON.parse(row.log) }),
    ...(row.imported === null ? {} : { imported: JSON.parse(row.imported) }),
  };
}

/** How many runs of a session ended with each verdict and outcome. The baseline is not counted. */
export interface VerdictCount {
  readonly verdict: Verdict;
  readonly outcome: Outcome | null;
  readonly count: number;
}

/** The table of runs. */
export function runsTable(db: Db) {
  const insert = db.prepare<[RunRow]>(`INSERT INTO runs (${columns.join(', ')}) VALUES (${values})`);
  const update = db.prepare<[RunRow]>(
    `UPDATE runs SET ${setters} WHERE session_id = @session_id AND number = @number`,
  );
  // The planner would rather walk the primary key, which grows with the session.
  const select = (rest: string, index = '') =>
    `SELECT * FROM runs ${index === '' ? '' : `INDEXED BY ${index}`} WHERE session_id = ? ${rest}`;
  const byNumber = db.prepare<[string, number], RunRow>(select('AND number = ?'));
  const unlogged = db.prepare<[string], RunRow>(
    select(
      `AND outcome IS NULL AND number > 0 AND (verdict IS NULL OR verdict NOT IN ('cancelled', 'interrupted', 'imported'))
      ORDER BY number LIMIT 1`,
      'runs_unlogged',
    ),
  );
  const intended = db.prepare<[string], RunRow>(select('AND intention IS NOT NULL', 'runs_intended'));
  const recent = db.prepare<[string, number], RunRow>(select('ORDER BY number DESC LIMIT ?'));
  const all = db.prepare<[string], RunRow>(select('ORDER BY number'));
  const kept = db.prepare<[string], RunRow>(
    select("AND outcome = 'kept' AND number > 0 ORDER BY number", 'runs_kept'),
  );
  const judged = db.prepare<[string, string, number], RunRow>(
    select(
      `AND tree = ? AND coalesce(result ->> '$.opponent', incumbent) = ? AND number > 0
      AND verdict IN ('better', 'not_better', 'inconclusive', 'constraint_violated') ORDER BY number DESC LIMIT 1`,
      'runs_by_tree',
    ),
  );
  const ofTree = db.prepare<[string, string, number], RunRow>(
    select('AND tree = ? AND incumbent = ? AND number > 0 ORDER BY number DESC LIMIT 1', 'runs_by_tree'),
  );
  const ofIdea = db.prepare<[string, number], RunRow>(
    select(
      `AND idea = ? ORDER BY coalesce(outcome, '') = 'kept' DESC,
      coalesce(verdict, '') IN ('cancelled', 'interrupted'), number DESC LIMIT 1`,
      'runs_by_idea',
    ),
  );
  const acceptedAgain = db.prepare<[string, string, number], RunRow>(
    select(
      `AND tree = ? AND incumbent = ? AND accepts IS NOT NULL
      AND (verdict IS NULL OR verdict NOT IN ('cancelled', 'interrupted')) ORDER BY number DESC LIMIT 1`,
      'runs_by_tree',
    ),
  );
  const last = db.prepare<[string], { number: number | null }>(
    'SELECT max(number) AS number FROM runs WHERE session_id = ?',
  );
  const counts = db.prepare<[string], VerdictCount>(
    "SELECT verdict, nullif(outcome, '') AS outcome, count FROM run_counts WHERE session_id = ? AND count > 0",
  );
  const sinceKeep = db.prepare<{ session: string; after: number }, { count: number }>(
    `SELECT count(*) AS count FROM runs WHERE session_id = @session
     AND number > max(@after, coalesce((SELECT max(number) FROM runs INDEXED BY runs_kept
       WHERE session_id = @session AND outcome = 'kept'), 0))
     AND verdict NOT IN ('cancelled', 'interrupted') AND (outcome IS NOT NULL OR can_keep = 0)`,
  );
  const failedInARow = db.prepare<{ session: string; after: number }, { count: number }>(
    `SELECT count(*) AS count FROM runs WHERE session_id = @session
     AND number > max(@after, coalesce((SELECT number FROM runs WHERE session_id = @session AND number > 0
       AND verdict NOT IN ('crashed', 'timed_out', 'invalid_metric', 'cancelled', 'interrupted')
       ORDER BY number DESC LIMIT 1), 0))
     AND verdict IN ('crashed', 'timed_out', 'invalid_metric')`,
  );
  const setDisplaced = db.prepare<[string | null, string | null, string, number]>(
    'UPDATE runs SET displaced_tree = ?, displaced_head = ? WHERE session_id = ? AND number = ?',
  );
  const running = db.prepare<[string], RunRow>(
    select("AND state = 'running' ORDER BY number", 'runs_running'),
  );
  return {
    insert: (run: Run): void => void insert.run(toRow(run)),
    update: (run: Run): void => void update.run(toRow(run)),
    /** Record the tree that must be put back into the user's directory as long as HEAD is what it was. */
    setDisplaced: (session: string, number: number, tree: string, head: string): void =>
      void setDisplaced.run(tree, head, session, number),
    /** Record that it has been put back, or that it must not be any more. */
    clearDisplaced: (session: string, number: number): void =>
      void setDisplaced.run(null, null, session, number),
    find: (session: string, number: number): Run | undefined => mapped(byNumber.get(session, number)),
    /** The run that is being measured or waits to be logged. A cancelled or interrupted one need not be. */
    unlogged: (session: string): Run | undefined => mapped(unlogged.get(session)),
    /** The run whose keep or discard was begun and not finished. */
    intended: (session: string): Run | undefined => mapped(intended.get(session)),
    /** Newest first, the baseline included. */
    recent: (session: string, limit: number): Run[] => recent.all(session, limit).map(fromRow),
    /** Oldest first, the baseline included. */
    all: (session: string): Run[] => all.all(session).map(fromRow),
    kept: (session: string): Run[] => kept.all(session).map(fromRow),
    /** The run that has judged this tree against the tree of another run. */
    judged: (session: string, tree: string, opponent: number): Run | undefined =>
      mapped(judged.get(session, tree, opponent)),
    /** The last run of this tree against this incumbent, whatever it came to. */
    ofTree: (session: string, tree: string, incumbent: number): Run | undefined =>
      mapped(ofTree.get(session, tree, incumbent)),
    /** The run that was kept of those that tried an idea, else the last that was not cut off, else the last. */
    ofIdea: (session: string, idea: number): Run | undefined => mapped(ofIdea.get(session, idea)),
    /** The run that measures, or has judged, this tree against this incumbent because a person has accepted it. */
    acceptedAgain: (session: string, tree: string, incumbent: number): Run | undefined =>
      mapped(acceptedAgain.get(session, tree, incumbent)),
    nextNumber: (session: string): number => (last.get(session)?.number ?? -1) + 1,
    /**
     * Finished runs after the last keep and after a certain run, cancelled and interrupted ones left out. One that may
     * still be kept is not among them yet.
     */
    sinceKeep: (session: string, after: number): number => sinceKeep.get({ session, after })?.count ?? 0,
    /**
     * Runs after a certain one that crashed, timed out or gave no valid metric, since the last that did not. Cancelled
     * and interrupted ones neither count nor break the row.
     */
    failedInARow: (session: string, after: number): number =>
      failedInARow.get({ session, after })?.count ?? 0,
    counts: (session: string): VerdictCount[] => counts.all(session),
    /** Those that some server is, or was, measuring. */
    running: (session: string): Run[] => running.all(session).map(fromRow),
  };
}

function mapped(row: RunRow | undefined): Run | undefined {
  return row === undefined ? undefined : fromRow(row);
}
