/** Settles when the process is asked to end. */
export function terminated(): Promise<string> {
  return new Promise((resolve) => {
    // For good: a terminal and a package runner may both pass one on, and the second must not cut short the ending.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
  });
}
