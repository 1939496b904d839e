import { sendSignal } from './send-signal.js';

/** What may end a command before it ends by itself. */
export interface LimitsSpec {
  readonly timeoutSeconds: number;
  /** Between TERM and KILL. */
  readonly killGraceSeconds: number;
  readonly signal: AbortSignal;
}

export type LimitReached = 'timed_out' | 'cancelled';

export interface Limits {
  /** Ends the watch. Returns the limit that was reached, if one was. Nothing is signalled from then on. */
  release(): LimitReached | undefined;
}

const giveUpSeconds = 5;
const longestTimer = 2 ** 31 - 1; // milliseconds; a longer one would fire at once

/**
 * Ends a process group when the time is up or the signal is given: TERM, then KILL.
 *
 * @param group its leader must not have been waited for before `release`
 * @param giveUp called when the leader outlives its KILL by 5 s: another user's, or stuck in the kernel
 */
export function enforceLimits(spec: LimitsSpec, group: number, giveUp: () => void): Limits {
  let reached: LimitReached | undefined;
  let timer = after(spec.timeoutSeconds, () => stop('timed_out'));

  const stop = (limit: LimitReached): void => {
    if (reached !== undefined) return;
    reached = limit;
    clearTimeout(timer);
    sendSignal(-group, 'SIGTERM');
    timer = after(spec.killGraceSeconds, kill);
  };
  const kill = (): void => {
    sendSignal(-group, 'SIGKILL');
    timer = after(giveUpSeconds, giveUp);
  };
  const cancel = (): void => stop('cancelled');
  spec.signal.addEventListener('abort', cancel);
  return {
    release() {
      clearTimeout(timer);
      spec.signal.removeEventListener('abort', cancel);
      return reached;
    },
  };
}

function after(seconds: number, action: () => void): NodeJS.Timeout {
  return setTimeout(action, Math.min(seconds * 1000, longestTimer));
}
