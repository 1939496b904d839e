import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connect, oneKind } from '../support/connect.js';
import { storedRuns } from '../support/database.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';

const token = 'ghp_k3ep0utOfReplies0123456789';
const password = 'hunter2hunter2';
const keyLine = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';
const env = {
  CI_ACCESS: token, // known by its shape alone
  DATABASE_URL: `postgres://app:${password}@db.example.org/app`,
  DEPLOY_KEY: `-----BEGIN PRIVATE KEY-----\n${keyLine}\n-----END PRIVATE KEY-----\n`,
};
/** A shell line that prints the token with an escape sequence inside it. */
const interrupted = `printf '%.10s\\033[0m%s\\n' $CI_ACCESS $(echo $CI_ACCESS | cut -c11-)`;
const secrets = [token, password, keyLine, token.slice(0, 15), token.slice(-15)];

function expectNone(text: string): void {
  for (const secret of secrets) expect(text).not.toContain(secret);
}

describe.each(oneKind)('with the %s client', (kind) => {
  test('no secret of the environment gets out by what a candidate prints or holds', async () => {
    const files = { 'check.sh': 'echo "checked by $CI_ACCESS" >&2; echo "$DEPLOY_KEY"\n' };
    const { repository, server } = await startSession({
      kind,
      files,
      init: { checks_command: 'sh check.sh' },
      connect: { env },
    });
    repository.write(`about ${token}.txt`, `${token}\nthe password is ${password}!\n`);
    repository.write(
      'code.sh',
      [
        'echo "out $CI_ACCESS"; echo "err $DATABASE_URL" >&2; echo "$DEPLOY_KEY"',
        interrupted,
        `echo "METRIC $CI_ACCESS=1"; ${printing(50)}`,
      ].join('\n'),
    );
    const run = await server.call('run_experiment', { description: 'a try' });
    const { run_id, verdict, output_tail, checks, files_changed, metrics, log_path } = run.fields;
    expect(verdict).toBe('better');
    expect(output_tail).toContain('out [masked: CI_ACCESS]\n');
    expect(output_tail).toContain('err [masked: DATABASE_URL]\n');
    expect(output_tail).toContain('\n[masked: DEPLOY_KEY]\n');
    expect(checks.output_tail).toContain('checked by [masked: CI_ACCESS]\n');
    expect(files_changed).toEqual(['about [masked: CI_ACCESS].txt', 'code.sh']);
    expect(metrics).toEqual([{ name: '[masked: CI_ACCESS]', candidate: 1 }]);

    const all = await server.call('get_run', { run_id, include: ['diff', 'output', 'samples'] });
    expect(all.fields.diff).toContain('+the password is [masked: DATABASE_URL]!\n');
    expect(all.fields.output).toContain('checked by [masked: CI_ACCESS]\n');
    repository.write(`later ${token}.txt`, 'x\n');
    const log = { run_id, status: 'keep', description: 'a try' };
    const logged = await server.call('log_experiment', log);
    expect(logged.fields.edited_since).toEqual(['later [masked: CI_ACCESS].txt']);
    const status = await server.call('get_status');
    for (const { text, fields } of [run, all, logged, status]) expectNone(text + JSON.stringify(fields));

    expectNone(
      storedRuns(server.home)
        .map(({ result }) => String(result))
        .join(),
    );
    expectNone(readFileSync(log_path, 'utf8'));
  });

  test('nor by a server, later, whose environment has other ones', async () => {
    const { repository, server, attempt } = await startSession({ kind, connect: { env } });
    const { run_id, log_path } = await attempt(`echo "a $CI_ACCESS"; ${interrupted}\n${printing(50)}`);
    const log = readFileSync(log_path, 'utf8');
    expect(log).toContain('a [masked: CI_ACCESS]\n[masked: CI_ACCESS]\n');
    expectNone(log);
    await server.close();
    const later = await connect({ directory: repository.root, kind, home: server.home });
    const { fields, text } = await later.call('get_run', { run_id, include: ['output'] });
    expect(fields.output).toContain('a [masked: CI_ACCESS]\n');
    expectNone(text + JSON.stringify(fields));
  });

  test('nor by the replay', async () => {
    const { repository, server, settle, started } = await startSession({ kind, connect: { env } });
    await settle(`echo "a $CI_ACCESS"\n${printing(50)}`, 'keep');
    const { session_id } = started;
    const log = join(server.home, 'logs', session_id, '1.log');
    const before = readFileSync(log, 'utf8');
    await server.ok('end_session', { session_id });
    const after = readFileSync(log, 'utf8');
    expect(after.length).toBeGreaterThan(before.length);
    expectNone(after);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('nor by a reason or a refusal', async () => {
    const { repository, server, attempt, log } = await startSession({
      kind,
      init: { editable: ['code.sh'] },
      connect: { env },
    });
    const invalid = [
      'echo "METRIC size=$CI_ACCESS"',
      `printf 'METRIC size='; ${interrupted}`,
      'echo "METRIC $CI_ACCESS=1"; echo "METRIC $CI_ACCESS=2"',
      'echo "METRIC $CI_ACCESS=1"',
    ];
    for (const code of invalid) {
      const run = await attempt(`${code}\n`);
      expect(run).toMatchObject({ verdict: 'invalid_metric' });
      expect(run.reason).toContain('[masked: CI_ACCESS]');
      expectNone(JSON.stringify([run, await log(run, 'discard')]));
    }
    repository.write(`${token}.txt`, 'x\n');
    const refused = await server.refused('run_experiment', { description: 'a try' });
    expect(refused).toMatchObject({
      code: 'out_of_scope',
      files: [{ path: '[masked: CI_ACCESS].txt', rule: 'not_editable' }],
    });
    expectNone(JSON.stringify(refused));
  });

  test('nor by a baseline that fails', async () => {
    const { root } = makeRepository({
      ...scriptFiles,
      'code.sh': 'echo "cannot log in with $CI_ACCESS"; exit 1\n',
    });
    const server = await connect({ directory: root, kind, env });
    const refused = await server.refused('init_experiment', scriptInit);
    expect(refused).toMatchObject({ code: 'baseline_failed' });
    expect(refused.output_tail).toContain('cannot log in with [masked: CI_ACCESS]\n');
    expectNone(JSON.stringify(refused));
  });
});
