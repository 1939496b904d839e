import { resolve } from 'node:path';
import { type App, closeApp, homeDirectory, openApp } from '../loop/app.js';
import { recoverAll } from '../loop/recover.js';
import { createLogger, type Logger } from '../mcp/logger.js';
import { serveOverStdio } from '../mcp/transports/stdio.js';

/** Serve one MCP client over stdio, until it closes its end or a signal comes. What is being measured is then ended. */
export async function serve(options: { readonly directory: string }): Promise<void> {
  const logger = createLogger();
  const app = opener(logger);
  // For good: a terminal and a package runner may both pass one on, and the second must not cut short the ending.
  const signalled = new Promise<string>((done) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => done(signal));
  });
  // What a killed server has left in somebody's directory is put back now, and not at the first call.
  app().catch((error: unknown) => logger.error({ err: error }, 'the database cannot be used'));
  const connection = { directory: resolve(options.directory) };
  await Promise.race([serveOverStdio({ app, connection, logger }), signalled]);
  const opened = await app().catch(() => undefined);
  if (opened !== undefined) await closeApp(opened);
  process.exit(0);
}

/** Opens the database once; where that fails, every call tries again and tells its client. */
function opener(logger: Logger): () => Promise<App> {
  let opening: Promise<App> | undefined;
  return () => {
    opening ??= open(logger).catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
}

async function open(logger: Logger): Promise<App> {
  const app = openApp(homeDirectory());
  // One session that cannot be put right must not keep the others from working.
  await recoverAll(app, (session, error) => logger.error({ err: error, session }, 'recovery failed'));
  return app;
}
