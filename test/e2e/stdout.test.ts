import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { startRawServer } from '../support/raw-server.js';
import { printing, scriptFiles, scriptInit } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const fixture = fileURLToPath(new URL('../fixtures/bench/megabytes.js', import.meta.url));
const message = z.looseObject({ jsonrpc: z.literal('2.0') });
const result = z.looseObject({
  result: z.looseObject({ structuredContent: z.looseObject({ log_path: z.string(), verdict: z.string() }) }),
});

test('stdout holds nothing but JSON-RPC under a benchmark that writes megabytes to both streams', async () => {
  const code = `'${process.execPath}' '${fixture}'\n`;
  const repository = makeRepository({ ...scriptFiles, 'code.sh': code });
  const server = await startRawServer(repository.root, temporaryDirectory());
  const init = { ...scriptInit, checks_command: `sh bench.sh` };
  const started = await server.callTool('init_experiment', init);
  const { verdict, log_path } = result.parse(JSON.parse(started)).result.structuredContent;
  expect(verdict).toBe('baseline');
  expect(statSync(log_path).size).toBeGreaterThan(1_000_000);
  repository.write('code.sh', `${code}false\n`);
  const crashed = await server.callTool('run_experiment', { description: 'loud crash' });
  expect(result.parse(JSON.parse(crashed)).result.structuredContent.verdict).toBe('crashed');
  await server.callTool('log_experiment', { run_id: 'nobody.1', status: 'keep', description: printing(1) });
  await server.callTool('no_such_tool', {});
  server.child.stdin?.end();
  expect(await server.ended()).toBe(0);
  expect(server.lines.length).toBeGreaterThan(5);
  for (const line of server.lines) expect(message.safeParse(JSON.parse(line)).success).toBe(true);
  expect(Math.max(...server.lines.map((line) => line.length))).toBeLessThan(100_000);
});

test('standard input that is no protocol is no reason to print anything else, or to end', async () => {
  const repository = makeRepository(scriptFiles);
  const server = await startRawServer(repository.root, temporaryDirectory());
  server.child.stdin?.write('hello\n{"jsonrpc":"1.0"}\n\n');
  const started = await server.callTool('init_experiment', scriptInit);
  expect(result.parse(JSON.parse(started)).result.structuredContent.verdict).toBe('baseline');
  for (const line of server.lines) expect(message.safeParse(JSON.parse(line)).success).toBe(true);
});
