// Words by their stems, without accents; emoji and other symbols are words, too.
// What they index is not in them: functions make it, see sql-functions.ts.
const indexOnly = `content = '', contentless_delete = 1, tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co So'"`;

/**
 * The schema, one step a released version. A step is never edited once it has been released: add another.
 *
 * JSON columns hold what is only ever read whole. Times are milliseconds since 1970. A crash has no metric: NULL.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('starting', 'active', 'ended')),
    root TEXT NOT NULL,
    git_dir TEXT NOT NULL,
    common_dir TEXT NOT NULL,
    prefix TEXT NOT NULL,
    branch TEXT NOT NULL,
    base_branch TEXT,
    base_commit TEXT NOT NULL,
    start_commit TEXT NOT NULL,
    config TEXT NOT NULL,
    scope TEXT NOT NULL,
    commands TEXT NOT NULL,
    isolation TEXT NOT NULL CHECK (isolation IN ('isolated', 'in-place')),
    arms_proven INTEGER NOT NULL,
    deterministic INTEGER NOT NULL,
    outputs TEXT NOT NULL,
    noise TEXT,
    remarks TEXT NOT NULL,
    replay TEXT,
    extension TEXT,
    steering TEXT,
    incumbent INTEGER NOT NULL,
    incumbent_tree TEXT NOT NULL,
    incumbent_commit TEXT NOT NULL,
    end_reason TEXT,
    summary TEXT,
    abandoning INTEGER,
    imported TEXT,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
  ) STRICT;
  CREATE INDEX sessions_by_root ON sessions (root, state);

  CREATE TABLE runs (
    session_id TEXT NOT NULL REFERENCES sessions (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'finished')),
    description TEXT NOT NULL,
    idea INTEGER,
    incumbent INTEGER NOT NULL,
    tree TEXT NOT NULL,
    candidate_commit TEXT NOT NULL,
    unseen_commit TEXT,
    isolation TEXT NOT NULL CHECK (isolation IN ('isolated', 'in-place')),
    series INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    files TEXT NOT NULL,
    log_path TEXT NOT NULL,
    owner_pid INTEGER NOT NULL,
    owner_started TEXT NOT NULL,
    displaced_tree TEXT,
    displaced_head TEXT,
    verdict TEXT,
    evidence TEXT,
    can_keep INTEGER NOT NULL DEFAULT 0,
    approval TEXT CHECK (approval IN ('needed', 'accepted', 'declined')),
    accepts INTEGER,
    value REAL,
    result TEXT,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    intention TEXT,
    outcome TEXT CHECK (outcome IN ('kept', 'discarded')),
    kept_commit TEXT,
    log TEXT,
    logged_at INTEGER,
    imported TEXT,
    PRIMARY KEY (session_id, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX runs_by_tree ON runs (session_id, tree);
  CREATE INDEX runs_by_series ON runs (session_id, series);
  CREATE INDEX runs_kept ON runs (session_id, number) WHERE outcome = 'kept';
  CREATE INDEX runs_unlogged ON runs (session_id, number) WHERE outcome IS NULL;
  CREATE INDEX runs_intended ON runs (session_id) WHERE intention IS NOT NULL;
  CREATE INDEX runs_running ON runs (session_id) WHERE state = 'running';

  -- Counted as they come, so that a session of ten thousand runs is asked as fast as one of ten.
  CREATE TABLE run_counts (
    session_id TEXT NOT NULL,
    verdict TEXT NOT NULL,
    outcome TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (session_id, verdict, outcome)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER runs_inserted AFTER INSERT ON runs WHEN new.number > 0 AND new.verdict IS NOT NULL BEGIN
    INSERT INTO run_counts VALUES (new.session_id, new.verdict, coalesce(new.outcome, ''), 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
  END;
  CREATE TRIGGER runs_judged AFTER UPDATE OF verdict, outcome ON runs
  WHEN new.number > 0 AND new.verdict IS NOT NULL AND (new.verdict IS NOT old.verdict OR new.outcome IS NOT old.outcome) BEGIN
    UPDATE run_counts SET count = count - 1
    WHERE session_id = old.session_id AND verdict = old.verdict AND outcome = coalesce(old.outcome, '');
    INSERT INTO run_counts VALUES (new.session_id, new.verdict, coalesce(new.outcome, ''), 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
  END;

  CREATE INDEX runs_by_idea ON runs (session_id, idea, number) WHERE idea IS NOT NULL;

  CREATE TABLE ideas (
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    detail TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'trying', 'kept', 'rejected', 'dropped')),
    before TEXT,
    priority INTEGER NOT NULL,
    note TEXT,
    from_run INTEGER,
    from_client TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (session_id, number)
  ) STRICT;
  CREATE INDEX ideas_by_state ON ideas (session_id, state, priority);
  CREATE VIRTUAL TABLE ideas_fts USING fts5 (title, detail, note, facts, ${indexOnly});
  CREATE TRIGGER ideas_inserted AFTER INSERT ON ideas BEGIN
    INSERT INTO ideas_fts (rowid, title, detail, note, facts)
    VALUES (new.id, words(new.title), words(new.detail), words(new.note), fact('said', new.title));
  END;
  CREATE TRIGGER ideas_noted AFTER UPDATE OF note ON ideas WHEN new.note IS NOT old.note BEGIN
    DELETE FROM ideas_fts WHERE rowid = old.id;
    INSERT INTO ideas_fts (rowid, title, detail, note, facts)
    VALUES (new.id, words(new.title), words(new.detail), words(new.note), fact('said', new.title));
  END;

  -- What is asked for of runs, in the order in which they came: a list of all sessions is walked along it.
  CREATE TABLE run_texts (
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL,
    run INTEGER NOT NULL,
    repository TEXT NOT NULL,
    verdict TEXT,
    outcome TEXT,
    description TEXT NOT NULL,
    hypothesis TEXT,
    learned TEXT,
    next_focus TEXT,
    files TEXT NOT NULL,
    idea TEXT,
    UNIQUE (session_id, run)
  ) STRICT;
  CREATE INDEX run_texts_by_session ON run_texts (session_id);
  CREATE INDEX run_texts_by_repository ON run_texts (repository);
  CREATE INDEX run_texts_by_verdict ON run_texts (verdict);
  CREATE INDEX run_texts_by_outcome ON run_texts (outcome);
  CREATE TRIGGER run_texts_added AFTER INSERT ON runs BEGIN
    INSERT INTO run_texts (session_id, run, repository, verdict, outcome, description, hypothesis, learned, next_focus, files, idea)
    SELECT new.session_id, new.number, common_dir, new.verdict, new.outcome,
      coalesce(new.log ->> '$.description', new.description), new.log ->> '$.hypothesis', new.log ->> '$.learned',
      new.log ->> '$.next_focus', new.files,
      (SELECT title FROM ideas WHERE ideas.session_id = new.session_id AND ideas.number = new.idea)
    FROM sessions WHERE id = new.session_id;
  END;
  CREATE TRIGGER run_texts_changed AFTER UPDATE OF verdict, outcome, log ON runs
  WHEN new.verdict IS NOT old.verdict OR new.outcome IS NOT old.outcome OR new.log IS NOT old.log BEGIN
    UPDATE run_texts SET verdict = new.verdict, outcome = new.outcome,
      description = coalesce(new.log ->> '$.description', new.description), hypothesis = new.log ->> '$.hypothesis',
      learned = new.log ->> '$.learned', next_focus = new.log ->> '$.next_focus'
    WHERE session_id = new.session_id AND run = new.number;
  END;
  CREATE VIRTUAL TABLE runs_fts USING fts5 (
    description, hypothesis, learned, next_focus, files, idea, facts, ${indexOnly}
  );
  CREATE VIEW run_words AS SELECT id, words(description) AS description, words(hypothesis) AS hypothesis,
    words(learned) AS learned, words(next_focus) AS next_focus, words(files) AS files, words(idea) AS idea,
    concat_ws(' ', fact('session', session_id), fact('repository', repository), fact('verdict', verdict),
      fact('outcome', outcome), fact('said', description)) AS facts
  FROM run_texts;
  CREATE TRIGGER runs_fts_added AFTER INSERT ON run_texts BEGIN
    INSERT INTO runs_fts (rowid, description, hypothesis, learned, next_focus, files, idea, facts)
    SELECT * FROM run_words WHERE id = new.id;
  END;
  CREATE TRIGGER runs_fts_changed AFTER UPDATE ON run_texts BEGIN
    DELETE FROM runs_fts WHERE rowid = old.id;
    INSERT INTO runs_fts (rowid, description, hypothesis, learned, next_focus, files, idea, facts)
    SELECT * FROM run_words WHERE id = new.id;
  END;

  -- What a person says to whoever works on a session.
  CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    at INTEGER NOT NULL,
    text TEXT NOT NULL,
    told_at INTEGER
  ) STRICT;
  CREATE INDEX notes_untold ON notes (session_id, id) WHERE told_at IS NULL;

  CREATE TABLE samples (
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL,
    run INTEGER NOT NULL,
    measured_run INTEGER NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('incumbent', 'candidate')),
    purpose TEXT NOT NULL,
    pair INTEGER,
    attempt INTEGER,
    isolation TEXT NOT NULL,
    seed INTEGER NOT NULL,
    status TEXT NOT NULL,
    value REAL,
    metrics TEXT NOT NULL,
    seconds REAL NOT NULL,
    taken_at INTEGER NOT NULL,
    FOREIGN KEY (session_id, run) REFERENCES runs (session_id, number)
  ) STRICT;
  CREATE INDEX samples_by_run ON samples (session_id, run);
  CREATE INDEX samples_by_tree ON samples (session_id, measured_run);

  CREATE TABLE seals (
    session_id TEXT NOT NULL REFERENCES sessions (id),
    kind TEXT NOT NULL CHECK (kind IN ('isolated', 'in-place', 'input', 'program', 'holdout')),
    path TEXT NOT NULL,
    hash TEXT,
    PRIMARY KEY (session_id, kind, path)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    run INTEGER,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX events_by_kind ON events (session_id, kind, id);

  CREATE TABLE locks (
    name TEXT PRIMARY KEY,
    owner_pid INTEGER NOT NULL,
    owner_started TEXT NOT NULL,
    holder TEXT NOT NULL,
    since INTEGER NOT NULL
  ) STRICT;

  -- Who waits for a lock, in the order in which they came.
  CREATE TABLE lock_queue (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    owner_pid INTEGER NOT NULL,
    owner_started TEXT NOT NULL,
    holder TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL
  ) STRICT;
  `,
];
