import type { Db } from './database.js';
import type { Extension, Isolation, Session, SessionState, Steering } from './session.js';

/** What is inserted and updated as a whole. */
interface SessionRow {
  id: string;
  name: string;
  state: SessionState;
  root: string;
  git_dir: string;
  common_dir: string;
  prefix: string;
  branch: string;
  base_branch: string | null;
  base_commit: string;
  start_commit: string;
  config: string;
  scope: string;
  commands: string;
  isolation: Isolation;
  arms_proven: number;
  deterministic: number;
  outputs: string;
  noise: string | null;
  remarks: string;
  replay: string | null;
  incumbent: number;
  incumbent_tree: string;
  incumbent_commit: string;
  end_reason: string | null;
  summary: string | null;
  abandoning: number | null;
  imported: string | null;
  created_at: number;
  ended_at: number | null;
}

const columns = [
  'id',
  'name',
  'state',
  'root',
  'git_dir',
  'common_dir',
  'prefix',
  'branch',
  'base_branch',
  'base_commit',
  'start_commit',
  'config',
  'scope',
  'commands',
  'isolation',
  'arms_proven',
  'deterministic',
  'outputs',
  'noise',
  'remarks',
  'replay',
  'incumbent',
  'incumbent_tree',
  'incumbent_commit',
  'end_reason',
  'summary',
  'abandoning',
  'imported',
  'created_at',
  'ended_at',
];
const setters = columns.map((name) => `${name} = @${name}`).join(', ');
const values = columns.map((name) => `@${name}`).join(', ');

function toRow(session: Session): SessionRow {
  return {
    id: session.id,
    name: session.name,
    state: session.state,
    root: session.root,
    git_dir: session.gitDir,
    common_dir: session.commonDir,
    prefix: session.prefix,
    branch: session.branch,
    base_branch: session.baseBranch ?? null,
    base_commit: session.baseCommit,
    start_commit: session.startCommit,
    config: JSON.stringify(session.config),
    scope: JSON.stringify(session.scope),
    commands: JSON.stringify(session.commands),
    isolation: session.isolation,
    arms_proven: Number(session.armsProven),
    deterministic: Number(session.deterministic),
    outputs: JSON.stringify(session.outputs),
    noise: session.noise === undefined ? null : JSON.stringify(session.noise),
    remarks: JSON.stringify(session.remarks),
    replay: session.replay === undefined ? null : JSON.stringify(session.replay),
    incumbent: session.incumbent,
    incumbent_tree: session.incumbentTree,
    incumbent_commit: session.incumbentCommit,
    end_reason: session.endReason ?? null,
    summary: session.summary ?? null,
    abandoning: session.abandoning ?? null,
    imported: session.imported === undefined ? null : JSON.stringify(session.imported),
    created_at: session.createdAt,
    ended_at: session.endedAt ?? null,
  };
}

interface StoredRow extends SessionRow {
  extension: string | null;
  steering: string | null;
}

function fromRow(row: StoredRow): Session {
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    root: row.root,
    gitDir: row.git_dir,
    commonDir: row.common_dir,
    prefix: row.prefix,
    branch: row.branch,
    ...(row.base_branch === null ? {} : { baseBranch: row.base_branch }),
    baseCommit: row.base_commit,
    startCommit: row.start_commit,
    config: JSON.parse(row.config),
    scope: JSON.parse(row.scope),
    commands: JSON.parse(row.commands),
    isolation: row.isolation,
    armsProven: row.arms_proven === 1,
    deterministic: row.deterministic === 1,
    outputs: JSON.parse(row.outputs),
    ...(row.noise === null ? {} : { noise: JSON.parse(row.noise) }),
    remarks: JSON.parse(row.remarks),
    ...(row.replay === null ? {} : { replay: JSON.parse(row.replay) }),
    incumbent: row.incumbent,
    incumbentTree: row.incumbent_tree,
    incumbentCommit: row.incumbent_commit,
    ...(row.extension === null ? {} : { extension: JSON.parse(row.extension) }),
    ...steeringOf(row),
    ...(row.end_reason === null ? {} : { endReason: row.end_reason }),
    ...(row.summary === null ? {} : { summary: row.summary }),
    ...(row.abandoning === null ? {} : { abandoning: row.abandoning }),
    ...(row.imported === null ? {} : { imported: JSON.parse(row.imported) }),
    createdAt: row.created_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  };
}

/** What is stored where a person has let a session go on, until a result has said so. */
const resumed = JSON.stringify({ state: 'resumed' });

function steeringOf({ steering }: StoredRow): Pick<Session, 'steering'> {
  return steering === null || steering === resumed ? {} : { steering: JSON.parse(steering) };
}

/** The table of sessions. */
export function sessionsTable(db: Db) {
  const insert = db.prepare<[SessionRow]>(`INSERT INTO sessions (${columns.join(', ')}) VALUES (${values})`);
  const update = db.prepare<[SessionRow]>(`UPDATE sessions SET ${setters} WHERE id = @id`);
  const extend = db.prepare<[string, string]>('UPDATE sessions SET extension = ? WHERE id = ?');
  const steer = db.prepare<[string, string]>('UPDATE sessions SET steering = ? WHERE id = ?');
  const isResumed = db.prepare<[string, string], { id: string }>(
    'SELECT id FROM sessions WHERE id = ? AND steering = ?',
  );
  const tellResumed = db.prepare<[string, string]>(
    'UPDATE sessions SET steering = NULL WHERE id = ? AND steering = ?',
  );
  const byId = db.prepare<[string], StoredRow>('SELECT * FROM sessions WHERE id = ?');
  const open = db.prepare<[string], StoredRow>(
    `SELECT * FROM sessions WHERE root = ? AND (state <> 'ended' OR abandoning IS NOT NULL)
     ORDER BY created_at DESC`,
  );
  const allOpen = db.prepare<[], StoredRow>("SELECT * FROM sessions WHERE state <> 'ended'");
  const ids = db.prepare<[], { id: string }>('SELECT id FROM sessions');
  const latest = db.prepare<[string], StoredRow>(
    'SELECT * FROM sessions WHERE root = ? ORDER BY imported IS NOT NULL, created_at DESC, rowid DESC LIMIT 1',
  );
  const unfinished = db.prepare<[], StoredRow>(
    `SELECT * FROM sessions WHERE replay ->> '$.state' = 'running' OR abandoning IS NOT NULL
      OR id IN (SELECT session_id FROM runs WHERE state = 'running')
      OR id IN (SELECT session_id FROM runs WHERE intention IS NOT NULL)`,
  );
  const lastMeasured = db.prepare<{ commonDir: string; root: string | null }, StoredRow>(
    `SELECT sessions.* FROM sessions JOIN runs ON session_id = id AND number = 0 AND verdict = 'baseline'
     WHERE common_dir = @commonDir AND root = coalesce(@root, root)
     ORDER BY created_at DESC, sessions.rowid DESC LIMIT 1`,
  );
  const lastEnded = db.prepare<[string, number], StoredRow>(
    `SELECT sessions.* FROM sessions JOIN runs ON session_id = id AND number = 0 AND verdict = 'baseline'
     WHERE common_dir = ? AND created_at < ? AND sessions.state = 'ended'
     ORDER BY created_at DESC, sessions.rowid DESC LIMIT 1`,
  );
  const all = db.prepare<[], StoredRow>('SELECT * FROM sessions ORDER BY created_at, rowid');
  return {
    insert: (session: Session): void => void insert.run(toRow(session)),
    update: (session: Session): void => void update.run(toRow(session)),
    extend: (id: string, extension: Extension): void => void extend.run(JSON.stringify(extension), id),
    steer: (id: string, steering: Steering): void => void steer.run(JSON.stringify(steering), id),
    resume: (id: string): void => void steer.run(resumed, id),
    /** Whether it was resumed, and no result has said so yet. From now on that is told. */
    tellResumed: (id: string): boolean =>
      isResumed.get(id, resumed) !== undefined && tellResumed.run(id, resumed).changes > 0,
    find: (id: string): Session | undefined => mapped(byId.get(id)),
    /** Every session of every repository, oldest first. */
    all: (): Session[] => all.all().map(fromRow),
    /** Sessions of a working tree that have not ended, or are still being abandoned, newest first. */
    open: (root: string): Session[] => open.all(root).map(fromRow),
    /** Those of all working trees. */
    allOpen: (): Session[] => allOpen.all().map(fromRow),
    ids: (): string[] => ids.all().map(({ id }) => id),
    /** The newest session of a working tree, ended or not; an imported one only where there is no other. */
    latest: (root: string): Session | undefined => mapped(latest.get(root)),
    /** Sessions of all working trees in which some server is, or was, in the middle of something. */
    unfinished: (): Session[] => unfinished.all().map(fromRow),
    /** The newest session of a repository, or of one of its working trees, whose baseline could be measured. */
    lastMeasured: (commonDir: string, root?: string): Session | undefined =>
      mapped(lastMeasured.get({ commonDir, root: root ?? null })),
    /** Of a repository's sessions whose baseline could be measured and that have ended, the newest begun before a time. */
    lastEnded: (commonDir: string, before: number): Session | undefined =>
      mapped(lastEnded.get(commonDir, before)),
  };
}

function mapped(row: StoredRow | undefined): Session | undefined {
  return row === undefined ? undefined : fromRow(row);
}
