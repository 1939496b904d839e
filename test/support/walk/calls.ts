import { idOf, type Rows, type RunRow } from '../crash/rows.js';
import { scriptInit } from '../session.js';
import type { Call, WhichRun } from './step.js';

const description = 'a try';

/** Calls of which the server can make nothing. */
const nonsense: readonly [tool: string, args: Readonly<Record<string, unknown>>][] = [
  ['run_experiment', { description: 5 }],
  ['run_experiment', { descripton: 'misspelt' }],
  ['run_experiment', { description, session_id: 'nobody-0000' }],
  ['run_experiment', { description, wait_seconds: -1 }],
  ['run_experiment', { run_id: '../../etc/passwd.1' }],
  ['log_experiment', {}],
  ['log_experiment', { run_id: 'x', status: 'maybe', description }],
  ['log_experiment', { run_id: 'x'.repeat(5000), status: 'keep', description }],
  ['log_experiment', { run_id: 'small-0000.1', status: 'keep', description, metric: 1 }],
  ['cancel_run', { run_id: '' }],
  ['cancel_run', { run_id: 'a.b.c' }],
  ['get_status', { session_id: '' }],
  ['get_status', { directory: '/nowhere/at/all' }],
  ['get_run', { run_id: 'nobody-0000.7' }],
  ['end_session', {}],
  ['end_session', { session_id: 'nobody-0000' }],
  ['init_experiment', {}],
  ['init_experiment', { ...scriptInit, name: '' }],
  ['init_experiment', { ...scriptInit, direction: 'sideways' }],
  ['init_experiment', { ...scriptInit, directory: '/' }],
  ['init_experiment', { ...scriptInit, restart: true, metric_min: 5, metric_max: 1 }],
];

/** Name and arguments of a call, where the rows are these. */
export function toolCall(call: Call, rows: Rows): [tool: string, args: Readonly<Record<string, unknown>>] {
  switch (call.tool) {
    case 'init':
      return ['init_experiment', initOf(call)];
    case 'run':
      return ['run_experiment', { description, wait_seconds: call.waitSeconds }];
    case 'wait':
      return ['run_experiment', { run_id: runIdOf(call.run, rows) }];
    case 'cancel':
      return ['cancel_run', { run_id: runIdOf(call.run, rows) }];
    case 'log':
      return ['log_experiment', { run_id: runIdOf(call.run, rows), status: call.status, description }];
    case 'status':
      return ['get_status', {}];
    case 'end':
      return ['end_session', { session_id: rows.sessions.at(-1)?.id ?? 'nobody-0000' }];
    case 'nonsense':
      return nonsense[call.number % nonsense.length] ?? ['get_status', {}];
  }
}

function initOf({ isolation, restart, acceptDirty, maxExperiments }: Extract<Call, { tool: 'init' }>) {
  return {
    ...scriptInit,
    isolation,
    restart,
    accept_dirty: acceptDirty,
    max_experiments: maxExperiments,
  };
}

function runIdOf(which: WhichRun, { runs, sessions }: Rows): string {
  const run = findRun(
    which,
    runs.filter(({ session_id }) => session_id === sessions.at(-1)?.id),
  );
  return run === undefined ? 'small-0000.1' : idOf(run);
}

function findRun(which: WhichRun, runs: readonly RunRow[]): RunRow | undefined {
  switch (which) {
    case 'pending':
      return runs.find(isPending);
    case 'newest':
      return runs.at(-1);
    case 'oldest':
      return runs.find(({ number }) => number === 1);
    case 'baseline':
      return runs[0];
    case 'unknown':
      return undefined;
  }
}

/** Whether a run is being measured or waits to be logged. */
export function isPending({ number, outcome, verdict }: RunRow): boolean {
  return number > 0 && outcome === null && verdict !== 'cancelled' && verdict !== 'interrupted';
}
