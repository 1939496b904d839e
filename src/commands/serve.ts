import { resolve } from 'node:path';
import { type App, closeApp, homeDirectory, openApp } from '../loop/app.js';
import { createLogger } from '../mcp/logger.js';
import { serveOverStdio } from '../mcp/transports/stdio.js';

/** Serve one MCP client over stdio, until it closes its end or a signal comes. What is being measured is then ended. */
export async function serve(options: { readonly directory: string }): Promise<void> {
  const logger = createLogger();
  let opened: App | undefined;
  const app = () => {
    opened ??= openApp(homeDirectory());
    return opened;
  };
  const signalled = new Promise<string>((done) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => done(signal));
  });
  const connection = { directory: resolve(options.directory) };
  await Promise.race([serveOverStdio({ app, connection, logger }), signalled]);
  if (opened !== undefined) await closeApp(opened);
  process.exit(0);
}
