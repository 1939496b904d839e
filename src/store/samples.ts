import type { MetricValue } from '../bench/sample.js';
import type { Db } from './database.js';
import type { Isolation } from './session.js';

/** What pairs of samples are taken for. */
export type PairStage = 'calibration' | 'screen' | 'confirm' | 'repeat' | 'replay';

/**
 * Why a sample was taken. A `probe` says nothing about the tree that it is stored for: its files were emptied. A
 * `reference` is of an incumbent of which there was no other sample.
 */
export type SamplePurpose = PairStage | 'gate' | 'warm-up' | 'reference' | 'probe';

/** Which arm it was taken in, and in calibration, where both hold the same tree, nothing more. */
export type Side = 'incumbent' | 'candidate';

/** One execution of the measure command. */
export interface StoredSample {
  readonly sessionId: string;
  /** The run for which it was taken. */
  readonly run: number;
  /** The run whose tree was measured: the candidate's own, or the incumbent's. */
  readonly measuredRun: number;
  readonly side: Side;
  readonly purpose: SamplePurpose;
  /** Number of the pair in its stage, from 0, and how often that pair was drawn before; absent for single samples. */
  readonly pair?: number;
  readonly attempt?: number;
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
  side: Side;
  purpose: SamplePurpose;
  pair: number | null;
  attempt: number | null;
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
    side: row.side,
    purpose: row.purpose,
    ...(row.pair === null ? {} : { pair: row.pair }),
    ...(row.attempt === null ? {} : { attempt: row.attempt }),
    isolation: row.isolation,
    seed: row.seed,
    status: row.status,
    ...(row.value === null ? {} : { value: row.value }),
    metrics: JSON.parse(row.metrics),
    seconds: row.seconds,
    takenAt: row.taken_at,
  };
}

/** Samples by which a tree is known. */
const newest = 200;

/** The table of samples. Rows are added as they are taken and never changed. */
export function samplesTable(db: Db) {
  const insert = db.prepare<[SampleRow]>(
    `INSERT INTO samples (session_id, run, measured_run, side, purpose, pair, attempt, isolation, seed, status, value, metrics, seconds, taken_at)
     VALUES (@session_id, @run, @measured_run, @side, @purpose, @pair, @attempt, @isolation, @seed, @status, @value, @metrics, @seconds, @taken_at)`,
  );
  const ofSeries = db.prepare<[{ session: string; series: number }], SampleRow>(
    `SELECT * FROM samples WHERE session_id = @session AND run IN (SELECT number FROM runs WHERE session_id = @session AND series = @series)
     ORDER BY id`,
  );
  const runsOfSeries = db.prepare<[{ session: string; run: number }], { number: number }>(
    `SELECT number FROM runs WHERE session_id = @session AND series =
       (SELECT series FROM runs WHERE session_id = @session AND number = @run)`,
  );
  const newestOf = db.prepare<[string, number, Isolation], SampleRow>(
    `SELECT * FROM samples WHERE session_id = ? AND measured_run = ? AND isolation = ? AND status = 'ok'
     AND purpose NOT IN ('probe', 'warm-up') ORDER BY id DESC LIMIT ${newest}`,
  );
  return {
    insert: (sample: StoredSample): void =>
      void insert.run({
        session_id: sample.sessionId,
        run: sample.run,
        measured_run: sample.measuredRun,
        side: sample.side,
        purpose: sample.purpose,
        pair: sample.pair ?? null,
        attempt: sample.attempt ?? null,
        isolation: sample.isolation,
        seed: sample.seed,
        status: sample.status,
        value: sample.value ?? null,
        metrics: JSON.stringify(sample.metrics),
        seconds: sample.seconds,
        taken_at: sample.takenAt,
      }),
    /** All samples taken for the runs of a series, in order. */
    ofSeries: (session: string, series: number): StoredSample[] =>
      ofSeries.all({ session, series }).map(fromRow),
    /**
     * The newest good samples of one run's tree that count, whichever run they were taken for. An incumbent of many
     * runs has been measured with each of them: the last ones are enough to know it by.
     */
    ofTree: (session: string, run: number, isolation: Isolation): StoredSample[] =>
      runsOfSeries
        .all({ session, run })
        .flatMap(({ number }) => newestOf.all(session, number, isolation).reverse().map(fromRow)),
  };
}
