import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { eventually } from './eventually.js';

const answer = z.object({
  id: z.literal(2),
  result: z.object({
    data: z.array(
      z.object({
        name: z.string(),
        serverInfo: z.object({ name: z.string() }).nullable(),
        tools: z.record(z.string(), z.unknown()),
      }),
    ),
  }),
});

/** The servers that Codex connects to with its present configuration, with their tools: `mcp list` says only what is configured. */
export async function codexServers(directory: string, env: Readonly<Record<string, string>>) {
  const child = spawn('codex', ['app-server'], { cwd: directory, env, stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill());
  const answers: z.infer<typeof answer>[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const parsed = answer.safeParse(JSON.parse(line));
    if (parsed.success) answers.push(parsed.data);
  });
  const send = (message: object) => child.stdin.write(`${JSON.stringify(message)}\n`);
  send({ id: 1, method: 'initialize', params: { clientInfo: { name: 'test', version: '1.0.0' } } });
  send({ method: 'initialized' });
  send({ id: 2, method: 'mcpServerStatus/list', params: {} });
  await eventually('Codex to say what it has connected to', () => answers.length > 0);
  child.kill();
  return (answers[0]?.result.data ?? []).map(({ name, serverInfo, tools }) => ({
    name,
    server: serverInfo?.name,
    tools: Object.keys(tools),
  }));
}
