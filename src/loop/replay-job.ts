/** Name of the job that replays a session. */
export function replayJob(sessionId: string): string {
  return `${sessionId} replay`;
}
