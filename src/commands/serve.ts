import { resolve } from 'node:path';
import { callLog } from '../mcp/call-log.js';
import { createLogger, type LogOptions } from '../mcp/logger.js';
import { openCalls } from '../mcp/open-calls.js';
import { serveOverStdio } from '../mcp/transports/stdio.js';
import { appOpener } from './app-opener.js';
import { terminated } from './terminated.js';

export interface ServeOptions extends LogOptions {
  readonly directory: string;
  readonly holdoutCommand?: string;
}

/** Serve one MCP client over stdio, until it closes its end or a signal comes. What is being measured is then ended. */
export async function serve({ directory, holdoutCommand, ...logging }: ServeOptions): Promise<void> {
  const logger = await createLogger(logging);
  const { app, endRuns, close } = appOpener(logger, holdoutCommand === undefined ? {} : { holdoutCommand });
  const signalled = terminated();
  // What a killed server has left in somebody's directory is put back now, and not at the first call.
  app().catch((error: unknown) => logger.error({ err: error }, 'the database cannot be used'));
  const connection = { directory: resolve(directory), asked: new Set<string>() };
  const calls = openCalls();
  const record = callLog(logger);
  await Promise.race([serveOverStdio({ app, connection, logger, calls, record }), signalled]);
  await endRuns();
  // Who waited for what has just ended is told so.
  await calls.end();
  await close();
  process.exit(0);
}
