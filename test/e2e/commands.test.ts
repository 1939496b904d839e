import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ClientKind, connect, oneKind } from '../support/connect.js';
import { countRows } from '../support/database.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const description = 'a try';
const measure = { name: 'Small', metric_name: 'size', direction: 'lower' } as const;
const bench = 'test -n "$BASH_VERSION" || echo METRIC plain=1\n. ./code.sh\n';

/** Directories with a program each, by the same name, for PATH. */
function programDirectory(programs: Readonly<Record<string, string>>): string {
  const directory = temporaryDirectory();
  for (const [name, code] of Object.entries(programs))
    writeFileSync(join(directory, name), `#!/bin/sh\n${code}`, { mode: 0o755 });
  return directory;
}

const tool = 'echo METRIC size=$(($(cat value) * 2))\n';
const toolFiles = { 'bench.sh': 'tool\n', value: '50\n' };

/** A session whose command names a program in a directory of PATH, with an empty one before it. */
async function startToolSession(kind: ClientKind) {
  const [before, directory] = [temporaryDirectory(), programDirectory({ tool })];
  const path = `${before}:${directory}:${process.env.PATH}`;
  const repository = makeRepository(toolFiles);
  const server = await connect({ directory: repository.root, kind, env: { PATH: path } });
  await server.ok('init_experiment', { ...measure, command: 'tool --fast' });
  return { repository, server, before, directory, path };
}

describe.each(oneKind)('with the %s client', (kind) => {
  test.each([
    [
      'an executable script',
      'run me.sh',
      { mode: 0o755, content: `#!/usr/bin/env bash\n${bench}` },
      './run me.sh',
    ],
    [
      'a script with a first line',
      'bench',
      { mode: 0o644, content: `#!/usr/bin/env bash\n${bench}` },
      'bench',
    ],
    ['a script without one', "it's.sh", { mode: 0o644, content: bench }, "it's.sh"],
    ['a name like an option', '-x', { mode: 0o644, content: bench }, '-x'],
  ] as const)('%s: the arms run their own copy of it, and it is pinned', async (_, name, file, command) => {
    const repository = makeRepository({ 'code.sh': printing(100) });
    repository.write(name, file.content, file.mode);
    repository.commit('Bench');
    const server = await connect({ directory: repository.root, kind });
    const started = await server.ok('init_experiment', { ...measure, command, isolation: 'isolated' });
    expect(started.metric.incumbent).toBe(100);
    const { session } = await server.ok('get_status');
    expect(session).toMatchObject({ command, command_kinds: { command: 'script' } });
    expect(session.pinned).toContain(name);
    repository.write('code.sh', printing(90));
    const run = await server.ok('run_experiment', { description });
    expect(run).toMatchObject({ verdict: 'better', metric: { candidate: 90 }, metrics: [] });
  });

  test('the absolute path of a script in the repository means the copy of each arm; a shell line is one', async () => {
    const { repository, server, started } = await startPlain(kind);
    expect(started.plan).toContain('directories of its own');
    const { session } = await server.ok('get_status');
    expect(session.command_kinds).toEqual({ command: 'script', checks_command: 'shell' });
    expect(session.programs).toContain('/bin/sh');
    repository.write('code.sh', printing(90));
    const run = await server.ok('run_experiment', { description });
    expect(run).toMatchObject({ verdict: 'better', metric: { candidate: 90 } });
  });

  test('nothing in mid-session changes what is run', async () => {
    const marker = join(temporaryDirectory(), 'ran');
    const { repository, server } = await startSession({ kind, files: { 'autoresearch.yaml': '' } });
    repository.write('autoresearch.yaml', `command: touch ${marker}; echo METRIC size=1\n`);
    repository.write('code.sh', printing(90));
    const refused = await server.refused('run_experiment', { description });
    expect(refused).toMatchObject({ files: [{ path: 'autoresearch.yaml', rule: 'pinned' }] });
    for (const more of [{ command: 'true' }, { env: { A: '1' } }, { checks_command: 'true' }])
      expect(await server.refused('run_experiment', { description, ...more })).toMatchObject({
        code: 'invalid_config',
      });
    repository.git('restore', 'autoresearch.yaml');
    expect(await server.ok('run_experiment', { description })).toMatchObject({ metric: { candidate: 90 } });
    expect((await server.ok('get_status')).session.command).toBe('sh bench.sh');
    expect(existsSync(marker)).toBe(false);
  });

  test('a second server runs the programs of the session, whatever its own PATH says', async () => {
    const ran = join(temporaryDirectory(), 'ran');
    const files = { 'bench.sh': 'awk -f value.awk\n', 'value.awk': 'BEGIN { print "METRIC size=" 100 }\n' };
    const { repository, server } = await startSession({ kind, files });
    await server.close();
    const fake = programDirectory({ awk: `touch ${ran}\necho METRIC size=1\n`, sh: `touch ${ran}\n` });
    const env = { PATH: `${fake}:${process.env.PATH}` };
    const next = await connect({ directory: repository.root, kind, home: server.home, env });
    repository.write('value.awk', 'BEGIN { print "METRIC size=" 90 }\n');
    const run = await next.ok('run_experiment', { description });
    expect(run).toMatchObject({ verdict: 'better', metric: { incumbent: 100, candidate: 90 } });
    expect(existsSync(ran)).toBe(false);
  });

  test('a program that was replaced, or is shadowed by now, is refused by name', async () => {
    const { repository, server, before, directory } = await startToolSession(kind);
    const path = join(directory, 'tool');
    expect((await server.ok('get_status')).session.programs).toContain(path);
    repository.write('value', '45\n');
    const original = readFileSync(path, 'utf8');
    writeFileSync(path, '#!/bin/sh\necho METRIC size=1\n');
    expect(await server.refused('run_experiment', { description })).toMatchObject({
      code: 'out_of_scope',
      files: [{ path, rule: 'pinned' }],
    });
    writeFileSync(path, original);
    const shadow = join(before, 'tool');
    writeFileSync(shadow, '#!/bin/sh\necho METRIC size=1\n', { mode: 0o755 });
    expect(await server.refused('run_experiment', { description })).toMatchObject({
      code: 'out_of_scope',
      files: [{ path: shadow, rule: 'pinned' }],
    });
    rmSync(shadow);
    expect(countRows(server.home, 'runs', 'number > 0')).toBe(0);
    const run = await server.ok('run_experiment', { description });
    expect(run).toMatchObject({ verdict: 'better', metric: { incumbent: 100, candidate: 90 } });
  });
});

async function startPlain(kind: ClientKind) {
  const repository = makeRepository({ 'code.sh': printing(100) });
  repository.write('bench.sh', '#!/bin/sh\n. ./code.sh\n', 0o755);
  repository.commit('Bench');
  const server = await connect({ directory: repository.root, kind });
  const commands = { command: `${repository.root}/bench.sh`, checks_command: 'test -e code.sh && true' };
  const init = { ...measure, ...commands, editable: ['code.sh'] };
  return { repository, server, started: await server.ok('init_experiment', init) };
}

test('a program that the candidate replaces while it is measured leaves it without a number', async () => {
  const directory = programDirectory({ tool: '. ./code.sh\n' });
  const repository = makeRepository(scriptFiles);
  const env = { PATH: `${directory}:${process.env.PATH}` };
  const server = await connect({ directory: repository.root, env });
  await server.ok('init_experiment', { ...scriptInit, command: 'tool' });
  repository.write('code.sh', `echo "echo METRIC size=1" > ${directory}/tool\n${printing(50)}`);
  const run = await server.ok('run_experiment', { description });
  expect(run).toMatchObject({ verdict: 'invalid_metric', can_keep: false });
  expect(run.reason).toContain(join(directory, 'tool'));
});

test('directories of PATH that are relative are not used', async () => {
  const directory = programDirectory({ tool: '. ./code.sh\n' });
  const repository = makeRepository({ ...scriptFiles, 'bench.sh': 'tool\n' });
  repository.write('bin/tool', '#!/bin/sh\necho METRIC size=1\n', 0o755);
  repository.commit('A program of the code');
  const env = { PATH: `bin::${directory}:${process.env.PATH}` };
  const server = await connect({ directory: repository.root, env });
  expect((await server.ok('init_experiment', scriptInit)).metric.incumbent).toBe(100);
});

test('a script beside the repository, that a line names or a link leads to, is sealed as well', async () => {
  const outside = temporaryDirectory();
  const script = join(outside, 'judge me.sh');
  writeFileSync(script, '. ./code.sh\n');
  const repository = makeRepository(scriptFiles);
  const server = await connect({ directory: repository.root });
  const init = { ...measure, command: `sh '${script}'`, isolation: 'isolated' };
  await server.ok('init_experiment', init);
  repository.write('code.sh', printing(90));
  writeFileSync(script, 'echo METRIC size=1\n');
  const refused = await server.refused('run_experiment', { description });
  expect(refused).toMatchObject({ code: 'out_of_scope', files: [{ path: script, rule: 'pinned' }] });
  writeFileSync(script, '. ./code.sh\n');
  repository.write('code.sh', `echo "echo METRIC size=1" > '${script}'\n${printing(90)}`);
  expect(await server.ok('run_experiment', { description })).toMatchObject({ verdict: 'invalid_metric' });
});

test('what the baseline itself writes beside the repository is no reason to refuse it, and is told', async () => {
  const log = join(temporaryDirectory(), 'out.log');
  writeFileSync(log, 'old\n');
  const repository = makeRepository(scriptFiles);
  const server = await connect({ directory: repository.root });
  const started = await server.ok('init_experiment', { ...measure, command: `sh bench.sh | tee ${log}` });
  expect(started.plan).toContain(log);
  repository.write('code.sh', printing(90));
  expect(await server.ok('run_experiment', { description })).toMatchObject({ verdict: 'better' });
});
