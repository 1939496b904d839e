import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startHttpServer } from '../support/http-server.js';
import { serverPath } from '../support/server-path.js';
import { scriptFiles, scriptInit } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';
import { makeToken } from '../support/tokens.js';
import { inspect, inspector } from './inspector.js';

const unportable = fileURLToPath(new URL('../fixtures/unportable-server.js', import.meta.url));

/** Options that lead to the built server, over stdio, for one repository. */
function overStdio(root: string): string[] {
  return ['--cwd', root, '-e', `AUTORESEARCH_HOME=${temporaryDirectory()}`, process.execPath, serverPath];
}

async function overHttp(root: string): Promise<string[]> {
  const { origin, secret } = await startHttpServer({ roots: [root] });
  return addressed(origin, secret());
}

function addressed(origin: string, secret: string): string[] {
  return [
    '--server-url',
    `${origin}/mcp`,
    '--header',
    `Authorization: Bearer ${secret}`,
    '--stored-auth-only',
  ];
}

/** Of a call, as the Inspector wants them. */
function argumentsOf(args: Readonly<Record<string, string>>): string[] {
  return ['--tool-args-json', JSON.stringify(args)];
}

// The revisions are called eras there: 2025-11-25 and 2026-07-28.
test.each([
  ['stdio', 'legacy', overStdio],
  ['stdio', 'modern', overStdio],
  ['HTTP', 'legacy', overHttp],
  ['HTTP', 'modern', overHttp],
] as const)('the Inspector shows a person all that there is, over %s, %s', async (_, era, over) => {
  const { root } = makeRepository(scriptFiles);
  const server = [...(await over(root)), '--protocol-era', era];
  const call = (name: string, args: Readonly<Record<string, string>> = {}) =>
    inspect(server, '--method', 'tools/call', '--tool-name', name, ...argumentsOf(args));

  const listed = await inspect(server, '--method', 'tools/list', '--strict');
  expect(listed).toMatchObject({ exitCode: 0 });
  expect(listed.schemaFindings, listed.stderr).toBeUndefined();
  expect(listed.result?.tools?.map(({ name }) => name)).toHaveLength(11);

  const begun = await call('init_experiment', scriptInit);
  expect(begun).toMatchObject({
    exitCode: 0,
    result: { content: [{ text: expect.stringContaining('The baseline of size is 100.') }] },
  });
  const { session_id: session, next_step: next } = begun.result?.structuredContent ?? {};
  expect(next).toContain('run_experiment');

  const { result: status } = await call('get_status');
  expect(status?.structuredContent).toMatchObject({ session_id: session, best: { value: 100 } });
  // By that the revisions can be told apart: in the newer one every result says whose it is.
  expect(Object.keys(status ?? {}).includes('_meta')).toBe(era === 'modern');
  expect(status?.content?.[0].text).toContain(`${session}: size 100 at the start, 100 now`);

  const refused = await call('get_run', { run_id: `${session}.7` });
  expect(refused).toMatchObject({
    exitCode: 5,
    result: { isError: true, structuredContent: { error: { code: 'unknown_run' } } },
  });

  const prompt = ['--prompt-name', 'autoresearch', '--prompt-args', 'goal=Less of it'];
  const { result: asked } = await inspect(server, '--method', 'prompts/get', ...prompt);
  expect(asked?.messages).toMatchObject([{ role: 'user', content: { type: 'text' } }]);
  expect(asked?.messages?.[0]?.content.text).toContain('> Less of it\n');

  const read = (uri: string) => inspect(server, '--method', 'resources/read', '--uri', uri);
  const { result: resource } = await read(`autoresearch://sessions/${session}/report.md`);
  expect(resource?.contents).toMatchObject([{ mimeType: 'text/markdown' }]);
  expect(resource?.contents?.[0]?.text).toContain('size');
  expect(await read('autoresearch://nothing')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('Resource not found: autoresearch://nothing'),
  });

  const skills = await inspector([...server, '--method', 'skills/list', '--verify']);
  expect(JSON.parse(skills.stdout)).toMatchObject({ name: 'autoresearch', outcome: 'verified' });
  expect(skills.exitCode).toBe(0);
});

test('who is not let in is told so, and who may only read what that means', async () => {
  const { root } = makeRepository(scriptFiles);
  const { origin, secret, home } = await startHttpServer({ roots: [root] });
  const list = ['--method', 'tools/list', '--strict'];
  const wrong = await inspect(addressed(origin, `${secret()}x`), ...list);
  expect(wrong).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('auth_required') });
  expect(wrong.stderr).toContain('A bearer token is needed');
  expect(wrong.result).toBeUndefined();

  const reader = addressed(origin, await makeToken(home, 'reader', '--read-only'));
  expect(await inspect(reader, ...list)).toMatchObject({ exitCode: 0 });
  const init = ['--method', 'tools/call', '--tool-name', 'init_experiment', ...argumentsOf(scriptInit)];
  expect(await inspect(reader, ...init)).toMatchObject({
    exitCode: 5,
    result: { structuredContent: { error: { code: 'read_only' } } },
  });
});

test('--strict looks at schemas: one that clients cannot read does not pass', async () => {
  const found = await inspect([process.execPath, unportable], '--method', 'tools/list', '--strict');
  expect(found).toMatchObject({ exitCode: 6, schemaFindings: [{ toolName: 'take' }] });
  expect(found.stderr).toContain('inputSchema.properties.anything');
});
