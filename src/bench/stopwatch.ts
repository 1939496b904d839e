/** What a stopwatch shows. */
export interface Elapsed {
  /** Seconds on the monotonic clock, 0 or more. */
  readonly seconds: number;
  /** Whether the wall clock moved differently by more than 2 s: the machine slept, or its clock was set. */
  readonly slept: boolean;
}

/** Two clocks in milliseconds. The monotonic one stands still, on Linux, while the machine sleeps. */
export interface Clocks {
  readonly monotonic: () => number;
  readonly wall: () => number;
}

const sleptAfterSeconds = 2;
const systemClocks: Clocks = { monotonic: () => performance.now(), wall: () => Date.now() };

/** Starts a stopwatch. Call what it returns, as often as you like, to read it. */
export function startStopwatch(clocks: Clocks = systemClocks): () => Elapsed {
  const monotonicStart = clocks.monotonic();
  const wallStart = clocks.wall();
  return () => {
    const seconds = (clocks.monotonic() - monotonicStart) / 1000;
    const wallSeconds = (clocks.wall() - wallStart) / 1000;
    return { seconds, slept: Math.abs(wallSeconds - seconds) > sleptAfterSeconds };
  };
}
