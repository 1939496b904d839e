/**
 * Sends a signal to a process, or to a process group when the number is negative. One that is gone, or that belongs to
 * another user, is passed over; anything else is thrown.
 */
export function sendSignal(target: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    if (!isGoneOrForeign(error)) throw error;
  }
}

function isGoneOrForeign(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM');
}
