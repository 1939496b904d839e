import { pino } from 'pino';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export const logFormats = ['json', 'pretty'] as const;

export interface LogOptions {
  readonly logLevel?: (typeof logLevels)[number];
  /** Default: `pretty` on a terminal, else `json`, a line each. */
  readonly logFormat?: (typeof logFormats)[number];
}

const stderr = 2;

/** Logs go to stderr: stdout carries the protocol and nothing else. */
export async function createLogger({ logLevel = 'info', logFormat }: LogOptions = {}) {
  const isPretty = (logFormat ?? (process.stderr.isTTY ? 'pretty' : 'json')) === 'pretty';
  const destination = isPretty ? await readable() : pino.destination({ dest: stderr, sync: true });
  return pino({ name: 'autoresearch-mcp', level: logLevel }, destination);
}

/** Imported here: a server that a client starts has no need of it. */
async function readable() {
  const { default: pretty } = await import('pino-pretty');
  return pretty({ destination: stderr, sync: true, singleLine: true, ignore: 'pid,hostname,name' });
}

export type Logger = Awaited<ReturnType<typeof createLogger>>;
