import { type Attempt, attempts } from './attempts.js';
import type { Answer, DemoClient } from './client.js';
import { DemoFailed, expectSame } from './demo-failed.js';
import { applyCandidate, type Place } from './place.js';
import { makeRepository, undo } from './repository.js';
import type { Screen } from './screen.js';

const maxExperiments = 6;

/** One row of the table at the end. */
export interface Row {
  /** Absent for a refusal: it takes no number. */
  readonly run?: number;
  readonly tried: string;
  readonly verdict: string;
  readonly value?: number | undefined;
  readonly changePercent?: number | undefined;
  readonly outcome: string;
  readonly commit?: string | undefined;
}

/** What the session came to. */
export interface Story {
  readonly sessionId: string;
  readonly branch: string;
  readonly headline: string;
  readonly merge: string;
  readonly rows: readonly Row[];
}

/** Play an agent through a whole session. The numbers are whatever the server measures; only the verdicts are expected. */
export async function play(place: Place, client: DemoClient, screen: Screen): Promise<Story> {
  screen.step('making a repository');
  await makeRepository(place);
  screen.step('starting the server');
  await client.connect();
  screen.step('measuring the code as it is');
  const started = await client.succeed('init_experiment', { name: 'demo', max_experiments: maxExperiments });
  const baseline = await finished(client, started);
  expectSame('The baseline', baseline.verdict, 'baseline');
  const rows = [baselineRow(baseline)];
  for (const attempt of attempts) rows.push(await playAttempt(place, client, attempt, screen));
  screen.step('ending the session');
  const { report } = await client.succeed('end_session', {
    session_id: given(started.session_id, 'session_id'),
  });
  const { headline, merge } = given(report, 'report');
  return {
    sessionId: given(started.session_id, 'session_id'),
    branch: given(started.branch, 'branch'),
    headline,
    merge,
    rows,
  };
}

async function playAttempt(place: Place, client: DemoClient, attempt: Attempt, screen: Screen): Promise<Row> {
  const { tried, candidate, target, expected } = attempt;
  screen.step(tried);
  await applyCandidate(place, candidate, target);
  const answer = await client.call('run_experiment', { description: tried });
  if (answer.error !== undefined) {
    expectSame(`The refusal of "${tried}" (${answer.error.message})`, answer.error.code, expected);
    screen.detail(`refused, ${answer.error.code}`);
    await undo(place, target);
    return { tried, verdict: answer.error.code, outcome: 'refused' };
  }
  const run = await finished(client, answer);
  expectSame(`The verdict on "${tried}" (${run.reason})`, run.verdict, expected);
  screen.detail(expected);
  const { run_id, can_keep, metric } = run;
  const status = can_keep ? 'keep' : 'discard';
  const { learned } = attempt;
  const logged = await client.succeed('log_experiment', { run_id, status, description: tried, learned });
  expectSame(`The outcome of "${tried}"`, logged.outcome, expected === 'better' ? 'kept' : 'discarded');
  return {
    run: given(run.run, 'run'),
    tried,
    verdict: expected,
    value: metric?.candidate,
    changePercent: metric?.improvement_percent,
    outcome: given(logged.outcome, 'outcome'),
    commit: logged.commit,
  };
}

/** Wait for a run as an agent does: by calling run_experiment with its id while it says "running". */
async function finished(client: DemoClient, first: Answer): Promise<Answer> {
  let answer = first;
  while (answer.state === 'running')
    answer = await client.succeed('run_experiment', { run_id: answer.run_id });
  return answer;
}

function baselineRow({ metric }: Answer): Row {
  return { run: 0, tried: 'the code as it is', verdict: 'baseline', value: metric?.incumbent, outcome: '' };
}

function given<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new DemoFailed(`A result lacks ${name}.`);
  return value;
}
