/** Name of the job that replays a session. */
export function replayJob(sessionId: string): string {
  return `${sessionId} replay`;
}

/** The session that a job works for: it measures one of its runs, or replays it. */
export function sessionOfJob(job: string): string {
  return job.replace(/( replay|\.\d+)$/, '');
}
