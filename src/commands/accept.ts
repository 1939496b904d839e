import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../errors.js';
import { acceptRun } from '../loop/accept.js';
import { type App, closeApp, homeDirectory, openApp } from '../loop/app.js';
import { runId } from '../loop/ids.js';
import { mayUseDirectory } from '../loop/may-accept.js';
import { recoverSession } from '../loop/recover.js';
import { runById } from '../loop/session-lookup.js';
import { waitForRun } from '../loop/wait.js';
import type { Run } from '../store/run.js';
import { print } from './print.js';
import { firstSignal } from './signalled.js';
import { tellRefusal } from './tell-refusal.js';

export interface AcceptOptions {
  /** Seconds to wait for a moment in which nothing else is measured. */
  readonly wait: number;
}

// A loop that goes on by itself leaves only short pauses between a log and the next run.
const pollMilliseconds = 100;
const day = 86_400;

/**
 * Accept a run that is too good to be believed, for a person at a terminal: it is measured again, against the present
 * incumbent. Exit code 0 where it can be kept now, else 1.
 */
export async function accept(id: string, { wait }: AcceptOptions): Promise<void> {
  const app = openApp(homeDirectory());
  const ended = new AbortController();
  try {
    const interrupted = firstSignal();
    const again = await Promise.race([startAgain(app, id, wait, ended.signal), interrupted]);
    await say(`Measuring the code of ${id} again, as ${idOf(again)} …${placeWords(app, again)}`);
    const waiting = { seconds: day, signal: ended.signal, onProgress: () => undefined };
    const measured = await Promise.race([waitForRun(app, again, waiting), interrupted]);
    await say(outcomeOf(measured));
    if (!measured.canKeep) process.exitCode = 1;
  } catch (error) {
    tellRefusal(error);
  } finally {
    ended.abort();
    await closeApp(app);
  }
}

async function startAgain(app: App, id: string, seconds: number, signal: AbortSignal): Promise<Run> {
  await recoverSession(app, runById(app, id).session);
  const deadline = Date.now() + seconds * 1000;
  let told = '';
  for (;;) {
    try {
      return await acceptRun(app, id, 0, signal);
    } catch (error) {
      if (!isBusy(error) || Date.now() >= deadline || signal.aborted) throw error;
      if (told !== error.message) await say(waitingFor(error, id, seconds));
      told = error.message;
    }
    await sleep(pollMilliseconds);
  }
}

/** Nobody is to wonder why nothing happens. */
function waitingFor({ message }: Refusal, id: string, seconds: number): string {
  return `The code of ${id} will be measured again; waiting for at most ${seconds} s. ${message}`;
}

function placeWords(app: App, run: Run): string {
  const { session } = runById(app, idOf(run));
  if (!mayUseDirectory(session)) return '';
  return `\nThat may need ${session.root} itself: do not edit files or switch branches there meanwhile.`;
}

function say(text: string): Promise<void> {
  return print(`${text}\n`);
}

function isBusy(error: unknown): error is Refusal {
  return error instanceof Refusal && ['run_in_progress', 'run_pending', 'machine_busy'].includes(error.code);
}

function outcomeOf(run: Run): string {
  const why = run.result?.reason ?? '';
  const next = run.canKeep
    ? `It can be kept: the agent does so by log_experiment with run_id ${idOf(run)} and status keep.`
    : 'It cannot be kept.';
  return `${run.verdict}. ${why}\n${next}`;
}

function idOf({ sessionId, number }: Run): string {
  return runId(sessionId, number);
}
