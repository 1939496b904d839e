import { readUserSettings } from '../config/user-settings.js';
import {
  type App,
  closeApp,
  endRuns,
  homeDirectory,
  isInPlace,
  openApp,
  type ServerSettings,
} from '../loop/app.js';
import { recoverAll } from '../loop/recover.js';
import type { Logger } from '../mcp/logger.js';

/**
 * Opens the database once for a server; where that fails, every call tries again and tells its client. One that was
 * replaced, as by `recover`, is opened anew.
 */
export function appOpener(logger: Logger, settings: ServerSettings) {
  let opening: Promise<App> | undefined;
  const begin = (first: Promise<void>) => {
    opening = first
      .then(() => open(logger, settings))
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
  const now = async () => await opening?.catch(() => undefined);
  return {
    app,
    /** End what is being measured. */
    endRuns: async (): Promise<void> => {
      const opened = await now();
      if (opened !== undefined) await endRuns(opened);
    },
    close: async (): Promise<void> => {
      const opened = await now();
      if (opened !== undefined) await closeApp(opened);
    },
  };
}

async function open(logger: Logger, settings: ServerSettings): Promise<App> {
  const holdoutCommand = settings.holdoutCommand ?? (await readUserSettings()).holdout_command;
  const app = openApp(homeDirectory(), {
    ...settings,
    ...(holdoutCommand === undefined ? {} : { holdoutCommand }),
  });
  // One session that cannot be put right must not keep the others from working.
  await recoverAll(app, (session, error) => logger.error({ err: error, session }, 'recovery failed'));
  return app;
}
