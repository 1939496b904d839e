import type { Run } from '../store/run.js';
import type { Isolation, Session } from '../store/session.js';
import { toPathBytes } from '../workspace/path-bytes.js';
import { type App, logPath } from './app.js';
import { inPlace } from './in-place.js';
import { isolatedPlace } from './isolated-place.js';
import type { JobControl } from './jobs.js';
import type { Measuring } from './measuring.js';
import { createNotices } from './notices.js';
import type { Outputs } from './outputs.js';
import type { Place } from './place.js';
import { evaluatorIn } from './place-seals.js';
import { markOf } from './run-mark.js';
import { RunStopped } from './run-stopped.js';
import { shownMessage } from './shown-text.js';

/** Opens places for one run. */
export type PlaceOpener = (isolation: Isolation, outputs: Outputs) => Place;

/** The places that one run has opened. */
export interface RunPlaces {
  readonly open: PlaceOpener;
  /** Leave all of them. What could not be put back is told, in words. */
  readonly leave: () => Promise<string[]>;
  /** Remove what the commands have left behind. Nobody waits for it. */
  readonly tidy: () => Promise<void>;
}

export function measuringOf(app: App, session: Session, run: Run, control: JobControl): Measuring {
  return {
    ...control,
    app,
    session,
    run: run.number,
    series: run.series,
    seed: run.seed,
    mark: markOf(run),
    logPath: logPath(app, session.id, run.number),
    notices: createNotices(),
  };
}

/** @param files what differs between the trees that are measured. */
export function placesOf(measuring: Measuring, run: Run, files: readonly string[]): RunPlaces {
  const places: Place[] = [];
  return {
    open: (isolation, outputs) => {
      const place = openPlace(measuring, run, files, isolation, outputs);
      places.push(place);
      return place;
    },
    leave: () => leaveAll(places),
    tidy: async () => {
      await Promise.allSettled(places.map((place) => place.tidy()));
    },
  };
}

function openPlace(
  measuring: Measuring,
  run: Run,
  files: readonly string[],
  isolation: Isolation,
  outputs: Outputs,
): Place {
  const { app, session } = measuring;
  if (isolation === 'in-place') return inPlace(app, session, run, outputs);
  return isolatedPlace(measuring, [...evaluatorIn(app, session, isolation), ...files.map(toPathBytes)]);
}

async function leaveAll(places: readonly Place[]): Promise<string[]> {
  const left = await Promise.allSettled(places.map((place) => place.leave()));
  return left.flatMap((result) => (result.status === 'fulfilled' ? [] : [notPutBack(result.reason)]));
}

function notPutBack(error: unknown): string {
  if (error instanceof RunStopped) return error.message;
  return `Putting the working directory back failed (${shownMessage(error)}); it is tried again at the next call.`;
}
