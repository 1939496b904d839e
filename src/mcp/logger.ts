import { pino } from 'pino';

/** Logs go to stderr: stdout carries the protocol and nothing else. */
export function createLogger() {
  return pino({ name: 'autoresearch-mcp', level: 'info' }, pino.destination({ dest: 2, sync: true }));
}

export type Logger = ReturnType<typeof createLogger>;
