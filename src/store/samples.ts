import type { MetricValue } from '../bench/sample.js';
import type { Db } from './database.js';
import type { Isolation } from './sessions.js';

/** Why a sample was taken. Only `calibration`, `gate` and `repeat` samples say something about a tree. */
export type SamplePurpose = 'calibration' | 'probe' | 'gate' | 'repeat';

/** One execution of the measure command. */
export interface StoredSample {
  readonly sessionId: string;
  /** The run for which it was taken. */
  readonly run: number;
  /** The run whose tree was measured: the candidate's own, or the incumbent's. */
  readonly measuredRun: number;
  readonly purpose: SamplePurpose;
  /** Where it was taken: values from the arms and from the user's directory are not compared. */
  readonly isolation: Isolation;
  readonly seed: number;
  readonly status: string;
  /** Absent where the sample has no metric. */
  readonly value?: number;
  readonly metrics: readonly MetricValue[];
  readonly seconds: number;
  readonly takenAt: number;
}

interface SampleRow {
  session_id: string;
  run: number;
  measured_run: number;
  purpose: SamplePurpose;
  isolation: Isolation;
  seed: number;
  status: string;
  value: number | null;
  metrics: string;
  seconds: number;
  taken_at: number;
}

function fromRow(row: SampleRow): StoredSample {
  return {
    sessionId: row.session_id,
    run: row.run,
    measuredRun: row.measured_run,
    purpose: row.purpose,
    isolation: row.isolation,
    seed: row.seed,
    status: row.status,
    ...(row.value === null ? {} : { value: row.value }),
    metrics: JSON.parse(row.metrics),
    seconds: row.seconds,
    takenAt: row.taken_at,
  };
}

/** The table of samples. Rows are added as they are taken and never changed. */
export function samplesTable(db: Db) {
  const insert = db.prepare<[SampleRow]>(
    `INSERT INTO samples (session_id, run, measured_run, purpose, isolation, seed, status, value, metrics, seconds, taken_at)
     VALUES (@session_id, @run, @measured_run, @purpose, @isolation, @seed, @status, @value, @metrics, @seconds, @taken_at)`,
  );
  const ofRun = db.prepare<[string, number], SampleRow>(
    'SELECT * FROM samples WHERE session_id = ? AND run = ? ORDER BY id',
  );
  const ofTree = db.prepare<[string, number, Isolation], SampleRow>(
    `SELECT * FROM samples WHERE session_id = ? AND measured_run = ? AND isolation = ? AND status = 'ok' AND purpose <> 'probe'
     ORDER BY id`,
  );
  return {
    insert: (sample: StoredSample): void =>
      void insert.run({
        session_id: sample.sessionId,
        run: sample.run,
        measured_run: sample.measuredRun,
        purpose: sample.purpose,
        isolation: sample.isolation,
        seed: sample.seed,
        status: sample.status,
        value: sample.value ?? null,
        metrics: JSON.stringify(sample.metrics),
        seconds: sample.seconds,
        taken_at: sample.takenAt,
      }),
    /** All samples taken for a run, in order. */
    ofRun: (session: string, run: number): StoredSample[] => ofRun.all(session, run).map(fromRow),
    /** All good samples of one run's tree, whichever run they were taken for. */
    ofTree: (session: string, measuredRun: number, isolation: Isolation): StoredSample[] =>
      ofTree.all(session, measuredRun, isolation).map(fromRow),
  };
}
