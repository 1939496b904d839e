import { resolve } from 'node:path';
import { readUserSettings } from '../config/user-settings.js';
import { type App, closeApp, homeDirectory, isInPlace, openApp } from '../loop/app.js';
import { recoverAll } from '../loop/recover.js';
import { createLogger, type Logger } from '../mcp/logger.js';
import { serveOverStdio } from '../mcp/transports/stdio.js';

export interface ServeOptions {
  readonly directory: string;
  readonly holdoutCommand?: string;
}

/** Serve one MCP client over stdio, until it closes its end or a signal comes. What is being measured is then ended. */
export async function serve(options: ServeOptions): Promise<void> {
  const logger = createLogger();
  const { app, close } = opener(logger, options);
  // For good: a terminal and a package runner may both pass one on, and the second must not cut short the ending.
  const signalled = new Promise<string>((done) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => done(signal));
  });
  // What a killed server has left in somebody's directory is put back now, and not at the first call.
  app().catch((error: unknown) => logger.error({ err: error }, 'the database cannot be used'));
  const connection = { directory: resolve(options.directory), asked: new Set<string>() };
  await Promise.race([serveOverStdio({ app, connection, logger }), signalled]);
  await close();
  process.exit(0);
}

/**
 * Opens the database once; where that fails, every call tries again and tells its client. One that was replaced, as by
 * `recover`, is opened anew.
 */
function opener(logger: Logger, options: ServeOptions) {
  let opening: Promise<App> | undefined;
  const begin = (first: Promise<void>) => {
    opening = first
      .then(() => open(logger, options))
      .catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
    return opening;
  };
  const app = async (): Promise<App> => {
    const last = opening;
    if (last === undefined) return begin(Promise.resolve());
    const opened = await last;
    // A call beside this one may have seen it first.
    if (opening !== last || isInPlace(opened)) return opening ?? begin(Promise.resolve());
    return begin(closeApp(opened));
  };
  const close = async (): Promise<void> => {
    const opened = await opening?.catch(() => undefined);
    if (opened !== undefined) await closeApp(opened);
  };
  return { app, close };
}

async function open(logger: Logger, options: ServeOptions): Promise<App> {
  const holdoutCommand = options.holdoutCommand ?? (await readUserSettings()).holdout_command;
  const app = openApp(homeDirectory(), holdoutCommand === undefined ? {} : { holdoutCommand });
  // One session that cannot be put right must not keep the others from working.
  await recoverAll(app, (session, error) => logger.error({ err: error, session }, 'recovery failed'));
  return app;
}
