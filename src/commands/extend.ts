import { resolve } from 'node:path';
import { Refusal } from '../errors.js';
import { type ExtendedBudget, extendSession } from '../loop/extend.js';
import { counted, forgivenWords, type Grant } from '../loop/grant-words.js';
import { print } from './print.js';
import { withStore } from './reading.js';
import { tellRefusal } from './tell-refusal.js';

export interface ExtendOptions extends Grant {
  /** Default: the active session of the directory. */
  readonly session?: string;
  readonly directory: string;
}

/**
 * Raise the budget of a session, for a person at a terminal: no tool of the server can. It answers in one sentence, on
 * stderr and with exit code 1 where that is a refusal.
 */
export async function extend({ session, directory, ...grant }: ExtendOptions): Promise<void> {
  try {
    await print(`${sentenceOn(await extended(session, resolve(directory), grant))}\n`);
  } catch (error) {
    tellRefusal(error);
  }
}

function extended(sessionId: string | undefined, directory: string, grant: Grant): Promise<ExtendedBudget> {
  if (Object.values(grant).every((value) => value === undefined)) {
    throw new Refusal(
      'invalid_config',
      'Say by what: give at least one of --experiments, --minutes and --target.',
      'See autoresearch-mcp extend --help.',
    );
  }
  return withStore((app) => extendSession(app, { sessionId, directory }, grant));
}

function sentenceOn(budget: ExtendedBudget): string {
  const { sessionId, experiments, minutes, target, unlimited, stopped } = budget;
  const limits = [
    limitWords(experiments, 'experiment'),
    limitWords(minutes, 'minute'),
    ...(target === undefined ? [] : [`the target is ${target}`]),
  ];
  const without = unlimited.map((name) => ` --${name} has raised nothing: there is no such limit.`).join('');
  const still = stopped === undefined ? '' : ` It stops all the same: ${stopped}`;
  return `${sessionId} is extended: ${limits.join('; ')}.${without} ${rowsOf(budget)}${still}`;
}

function rowsOf({ forgiven }: ExtendedBudget): string {
  const rows = 'Failures in a row and runs without a keep are counted anew';
  const words = forgivenWords(forgiven);
  return words.length === 0 ? `${rows}.` : `${rows}: ${words.join(', ')}.`;
}

function limitWords(budget: ExtendedBudget['minutes'], thing: string): string {
  if (budget === undefined) return `no limit of ${thing}s`;
  const [limit, left] = [budget.limit, budget.left].map((count) => Math.round(count * 10) / 10);
  return `${counted(limit ?? 0, thing)} in all, ${left} left`;
}
