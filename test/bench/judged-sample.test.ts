import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type JudgedSampleSpec, takeJudgedSample } from '../../src/bench/judged-sample.js';
import { useScratch } from './scratch.js';

const scratch = useScratch();

function judge(command: string, evaluateCommand: string, changes: Partial<JudgedSampleSpec> = {}) {
  return takeJudgedSample({
    command,
    evaluateCommand,
    mistrust: () => Promise.resolve(undefined),
    cwd: scratch.directory,
    env: {},
    seed: 7,
    metricName: 'ms',
    timeoutSeconds: 60,
    killGraceSeconds: 1,
    logPath: join(scratch.directory, 'run.log'),
    signal: new AbortController().signal,
    ...changes,
  });
}

it('reads the metrics of the evaluator alone, and logs both', async () => {
  const sample = await judge('echo METRIC ms=1; echo METRIC; echo 5 > made', 'echo METRIC ms=$(cat made)');
  expect(sample).toMatchObject({ status: 'ok', value: 5, metrics: [] });
  expect(readFileSync(join(scratch.directory, 'run.log'), 'utf8')).toBe('METRIC ms=1\nMETRIC\nMETRIC ms=5\n');
});

it('gives both the same seed', async () => {
  const sample = await judge(
    'echo $AUTORESEARCH_SEED > made',
    'echo METRIC ms=$(cat made)$AUTORESEARCH_SEED',
  );
  expect(sample.value).toBe(77);
});

it('does not start the evaluator after a failure, nor one that is not to be trusted', async () => {
  const failed = await judge('echo oh; exit 2', 'touch judged');
  expect(failed).toMatchObject({ status: 'crashed', outputTail: 'oh' });
  expect(failed.reason).toBe('The command ended with exit code 2.');
  const mistrust = () => Promise.resolve('It was changed.');
  const doubted = await judge('true', 'touch judged', { mistrust });
  expect(doubted).toMatchObject({ status: 'invalid_metric', reason: 'It was changed.' });
  expect(existsSync(join(scratch.directory, 'judged'))).toBe(false);
});

it('lets what the command has started live until the evaluator is done', async () => {
  const leave =
    "sleep 60 > /dev/null 2>&1 & echo $! > a; sh -c 'echo $$ > b; exec sleep 60' > /dev/null 2>&1 & until [ -s b ]; do sleep 0.02; done";
  const sample = await judge(leave, 'kill -0 $(cat a) && kill -0 $(cat b) && echo METRIC ms=1');
  expect(sample).toMatchObject({ status: 'ok', value: 1, leftovers: [] });
});

it('times the command for wall_seconds, and both for the budget', async () => {
  const sample = await judge('true', 'sleep 0.3', { metricName: 'wall_seconds' });
  expect(sample.status).toBe('ok');
  expect(sample.value).toBeLessThan(sample.seconds - 0.25);
});

it('names the evaluator as what failed', async () => {
  const cases = {
    'exit 3': 'The evaluate command ended with exit code 3.',
    'echo METRIC other=1': 'The evaluate command printed no line',
    'sleep 60': 'The evaluate command was still running after 0.5 s',
  };
  for (const [evaluator, reason] of Object.entries(cases)) {
    const sample = await judge('true', evaluator, { timeoutSeconds: 0.5 });
    expect(sample.reason).toContain(reason);
    expect(sample).not.toHaveProperty('value');
  }
});

it('is cancelled with the evaluator', async () => {
  const control = new AbortController();
  const mistrust = () => {
    control.abort();
    return Promise.resolve(undefined);
  };
  const sample = await judge('true', 'touch judged', { mistrust, signal: control.signal });
  expect(sample.status).toBe('cancelled');
  expect(existsSync(join(scratch.directory, 'judged'))).toBe(false);
});
