import { type Overview, overviewOf } from '../loop/overview.js';
import { jsonText } from './json-text.js';
import { meantSession, printRead, type SessionOptions, withStore } from './reading.js';
import { firstSignal, unread } from './signalled.js';
import { statusScreen } from './status-screen.js';
import { tellRefusal } from './tell-refusal.js';
import { terminal } from './terminal.js';
import { drawAgain, printChanges } from './watch.js';

export interface StatusOptions extends SessionOptions {
  readonly watch?: boolean;
  readonly json?: boolean;
}

/**
 * Where a session stands, on one screen. With `watch`, until a signal comes: on a terminal it is drawn again every two
 * seconds, elsewhere printed when it has changed.
 */
export async function status({ watch, json, ...meant }: StatusOptions): Promise<void> {
  const look = () => withStore(async (app) => overviewOf(app, await meantSession(app, meant)));
  const textOf = (overview: Overview) => (json ? jsonOf(overview) : screenOf(overview));
  if (!watch) return printRead(async (app) => textOf(overviewOf(app, await meantSession(app, meant))));
  const ended = Promise.race([firstSignal(), unread()]);
  try {
    await (process.stdout.isTTY && !json ? drawAgain : printChanges)({ look, textOf, ended });
  } catch (error) {
    tellRefusal(error);
  }
}

function screenOf(overview: Overview): string {
  return `${statusScreen(overview, terminal(), Date.now()).join('\n')}\n`;
}

function jsonOf({ status: known, limits, ongoing, waiting, ended }: Overview): string {
  return jsonText({ ...known, limits, ongoing, waiting, ended });
}
