import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const server = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** A server, driven as a client drives it. */
export async function startServer(directory, home) {
  const client = new Client({ name: 'bench', version: '1.0.0' });
  const env = { ...process.env, AUTORESEARCH_HOME: home };
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [server, '--directory', directory], env }),
  );

  async function call(name, args) {
    const result = await client.callTool({ name, arguments: args }, { timeout: 600_000 });
    if (result.isError) throw new Error(result.content[0].text);
    return result.structuredContent;
  }

  return { call, close: () => client.close() };
}

/** A session on a repository. */
export async function startSession(directory, home) {
  const { call, close } = await startServer(directory, home);
  const init = { metric_name: 'cost', direction: 'lower', command: 'sh bench.sh', editable: ['value.txt'] };
  const { session_id: id } = await call('init_experiment', { name: 'bench', wait_seconds: 600, ...init });
  let best = 1_000_000;
  let worse = best;

  /** Milliseconds of one run and its log, less the time of the benchmark command. */
  async function round(kind) {
    if (kind === 'keep') best -= 1;
    else worse += 1;
    writeFileSync(join(directory, 'value.txt'), `${kind === 'keep' ? best : worse}\n`);
    const started = performance.now();
    const run = await call('run_experiment', { session_id: id, description: kind });
    await call('log_experiment', { run_id: run.run_id, status: kind, description: kind });
    const total = performance.now() - started;
    const { samples } = await call('get_run', { run_id: run.run_id, include: ['samples'] });
    return total - samples.reduce((sum, sample) => sum + sample.seconds * 1000, 0);
  }

  return { id, round, close };
}
