import { messageOf, Refusal } from '../errors.js';
import { homeDirectory } from '../loop/app.js';
import { explainFailure } from '../loop/explain-failure.js';
import { Signalled } from './signalled.js';

const lookups: readonly string[] = ['no_session', 'unknown_session', 'unknown_run'];

/** Say on stderr why a command for people did not do what it was asked, and leave with an exit code that says so. */
export function tellRefusal(thrown: unknown): void {
  const error = explainFailure(thrown) ?? thrown;
  process.exitCode = error instanceof Signalled ? error.exitCode : 1;
  // Nobody may read that, either.
  process.stderr.on('error', () => undefined);
  process.stderr.write(`${messageOf(error)}${adviceOn(error)}\n`);
}

/** A client may have set the server's home where this terminal has not. */
function adviceOn(error: unknown): string {
  if (!(error instanceof Refusal)) return '';
  if (!lookups.includes(error.code)) return ` ${error.hint}`;
  return ` It was looked for in ${homeDirectory()} (AUTORESEARCH_HOME says where).`;
}
