/** What a stopwatch shows. */
export interface Elapsed {
  /** Seconds on the monotonic clock, 0 or more. */
  readonly seconds: number;
  /** Whether the wall clock moved differently by more than 2 s: the machine slept, or its clock was set. */
  readonly slept: boolean;
}

const sleptAfterSeconds = 2;

/** Starts a stopwatch. Call what it returns, as often as you like, to read it. */
export function startStopwatch(): () => Elapsed {
  const monotonicStart = performance.now();
  const wallStart = Date.now();
  return () => {
    const seconds = (performance.now() - monotonicStart) / 1000;
    const wallSeconds = (Date.now() - wallStart) / 1000;
    return { seconds, slept: Math.abs(wallSeconds - seconds) > sleptAfterSeconds };
  };
}
