import type { App } from '../loop/app.js';
import { explainFailure } from '../loop/explain-failure.js';
import { runId } from '../loop/ids.js';
import { detailsOf } from '../loop/run-details.js';
import { runById } from '../loop/session-lookup.js';
import { shownMessage } from '../loop/shown-text.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { diffLines } from './diff-lines.js';
import { meantSession, printRead, type SessionOptions } from './reading.js';
import { runPage } from './run-page.js';
import { terminal } from './terminal.js';

// As much as anybody reads; `git diff` has the rest.
const diffTokens = 200_000;

/**
 * One run in full, with its difference to the code that it was compared with.
 *
 * @param name its id, or its number in the session that is meant.
 */
export function show(name: string, options: SessionOptions): Promise<void> {
  return printRead(async (app) => {
    const { session, run } = await namedRun(app, name, options);
    const screen = terminal();
    const lines = [...runPage(session, run, screen), ...(await differenceOf(app, session, run))];
    return `${lines.join('\n')}\n`;
  });
}

async function namedRun(app: App, name: string, options: SessionOptions) {
  if (!/^\d{1,9}$/.test(name)) return runById(app, name);
  const session = await meantSession(app, options);
  return runById(app, runId(session.id, Number(name)));
}

/** Its refs may be pruned, and its repository gone: what else is known of it is shown all the same. */
async function differenceOf(app: App, session: Session, run: Run): Promise<string[]> {
  if (run.number === 0) return [];
  try {
    const { diff = '' } = await detailsOf(app, session, run, ['diff'], diffTokens);
    return ['', ...diffLines(diff, terminal().colours)];
  } catch (error) {
    const explained = explainFailure(error);
    const why = explained === undefined ? `${session.root} has its code no longer.` : shownMessage(explained);
    return ['', `Its difference cannot be shown: ${why}`];
  }
}
