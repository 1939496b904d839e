import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../../src/bench/command.js';
import { commandIn, fixture, processesOfThisTest, useScratch } from './scratch.js';

const scratch = useScratch();

it('runs a shell line and says how it went', async () => {
  const spec = commandIn(scratch.directory, 'echo out && echo err >&2 && sleep 0.2');
  const result = await runCommand(spec);
  expect(result).toMatchObject({ end: 'exited', exitCode: 0, slept: false, leftovers: [] });
  expect(result.seconds).toBeGreaterThan(0.15);
  expect(result.outputTail.split('\n').sort()).toEqual(['err', 'out']);
  expect(readFileSync(spec.logPath, 'utf8').trim().split('\n').sort()).toEqual(['err', 'out']);
  expect(result).not.toHaveProperty('signalName');
  expect(result).not.toHaveProperty('logProblem');
});

it('runs in the directory, with nothing on standard input', async () => {
  const result = await runCommand(commandIn(scratch.directory, 'pwd -P; echo "$PWD"; cat'));
  expect(result).toMatchObject({ end: 'exited', exitCode: 0 });
  expect(result.outputTail.split('\n').pop()).toBe(scratch.directory);
});

it('adds each command to the log', async () => {
  const spec = commandIn(scratch.directory, 'echo one');
  await runCommand(spec);
  await runCommand({ ...spec, command: 'echo two' });
  expect(readFileSync(spec.logPath, 'utf8')).toBe('one\ntwo\n');
});

it('tells a non-zero exit', async () => {
  expect(await runCommand(commandIn(scratch.directory, 'exit 3'))).toMatchObject({
    end: 'exited',
    exitCode: 3,
  });
});

it('tells a command that does not exist', async () => {
  const result = await runCommand(commandIn(scratch.directory, 'no-such-program-at-all'));
  expect(result).toMatchObject({ end: 'exited', exitCode: 127 });
});

it('gives no exit code to a command that a signal killed', async () => {
  const result = await runCommand(commandIn(scratch.directory, 'kill -SEGV $$'));
  expect(result).toMatchObject({ end: 'signalled', signalName: 'SIGSEGV' });
  expect(result).not.toHaveProperty('exitCode');
});

it('says that the directory is missing', async () => {
  const result = await runCommand(
    commandIn(scratch.directory, 'true', { cwd: join(scratch.directory, 'none') }),
  );
  expect(result).toMatchObject({ end: 'not_started', seconds: 0, leftovers: [] });
  expect(result.startProblem).toMatch(/the directory .*none does not exist/);
});

it('says what Node does not accept', async () => {
  const result = await runCommand(commandIn(scratch.directory, 'true', { env: { BAD: 'a\0b' } }));
  expect(result.end).toBe('not_started');
  expect(result.startProblem).toContain('null bytes');
});

it('gives the command a clean environment and a mark that is new each time', async () => {
  const seen = async (): Promise<Record<string, string>> => {
    const chunks: Buffer[] = [];
    const onStdout = (chunk: Buffer): number => chunks.push(chunk);
    await runCommand(
      commandIn(scratch.directory, fixture('print-environment.js'), { env: { ADDED: '1' }, onStdout }),
    );
    return JSON.parse(Buffer.concat(chunks).toString());
  };
  process.env.GIT_DIR = '/elsewhere';
  const [first, second] = [await seen(), await seen()];
  delete process.env.GIT_DIR;
  expect(first).toMatchObject({ ADDED: '1', PWD: scratch.directory, PATH: process.env.PATH });
  expect(first).not.toHaveProperty('GIT_DIR');
  expect(first.AUTORESEARCH_MARK).toMatch(/^[0-9a-f]{32}$/);
  expect(second.AUTORESEARCH_MARK).not.toBe(first.AUTORESEARCH_MARK);
});

it('starts nothing when it is cancelled already', async () => {
  const result = await runCommand(commandIn(scratch.directory, 'touch ran', { signal: AbortSignal.abort() }));
  expect(result).toEqual({ end: 'cancelled', seconds: 0, slept: false, outputTail: '', leftovers: [] });
  expect(() => readFileSync(join(scratch.directory, 'ran'))).toThrow('ENOENT');
});

it('runs several commands at once without mixing them up', async () => {
  const one = async (number: number): Promise<string> => {
    const logPath = join(scratch.directory, `${number}.log`);
    const result = await runCommand(commandIn(scratch.directory, `sleep 0.1; echo ${number}`, { logPath }));
    return result.outputTail;
  };
  expect(await Promise.all([1, 2, 3, 4].map(one))).toEqual(['1', '2', '3', '4']);
  expect(await processesOfThisTest()).toEqual([]);
});
