import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { z } from 'zod';
import { packageRoot } from '../../package-root.js';
import { version } from '../../version.js';
import { DemoFailed } from './demo-failed.js';
import type { Place } from './place.js';

const server = fileURLToPath(new URL('dist/cli.js', packageRoot));

const metric = z.object({
  incumbent: z.number().optional(),
  candidate: z.number().optional(),
  improvement_percent: z.number().optional(),
});

/** The fields of the tools' results that the demo looks at. */
const answer = z.object({
  session_id: z.string().optional(),
  run_id: z.string().optional(),
  run: z.number().optional(),
  state: z.string().optional(),
  branch: z.string().optional(),
  plan: z.string().optional(),
  verdict: z.string().optional(),
  reason: z.string().optional(),
  can_keep: z.boolean().optional(),
  metric: metric.optional(),
  outcome: z.string().optional(),
  commit: z.string().optional(),
  report: z.object({ headline: z.string(), merge: z.string() }).optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type Answer = z.output<typeof answer>;

export interface DemoClient {
  readonly connect: () => Promise<void>;
  /** Call a tool. A refusal is an answer with `error`. */
  readonly call: (tool: string, args: Readonly<Record<string, unknown>>) => Promise<Answer>;
  /** As `call`; a refusal ends the demo. */
  readonly succeed: DemoClient['call'];
  /** End the server and whatever it is measuring. */
  readonly close: () => Promise<void>;
  /** What the server wrote to its log. */
  readonly serverLog: () => string;
}

/** An MCP client whose server is this very program, started as any client starts it: over stdio. */
export function demoClient(place: Place, onProgress: (message: string) => void): DemoClient {
  const args = [server, '--directory', place.repository];
  const { env } = place;
  const transport = new StdioClientTransport({ command: process.execPath, args, env, stderr: 'pipe' });
  const client = new Client({ name: 'autoresearch-demo', version });
  let log = '';
  transport.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString('utf8')).slice(-4000);
  });

  const call: DemoClient['call'] = async (name, args) => {
    const { structuredContent } = await client.callTool(
      { name, arguments: { ...args } },
      { onprogress: ({ message }) => onProgress(message ?? ''), timeout: 120_000 },
    );
    return answer.parse(structuredContent);
  };
  const succeed: DemoClient['call'] = async (name, args) => {
    const result = await call(name, args);
    if (result.error === undefined) return result;
    throw new DemoFailed(`${name} was refused: ${result.error.code}: ${result.error.message}`);
  };
  return {
    connect: () => client.connect(transport),
    call,
    succeed,
    close: () => client.close(),
    serverLog: () => log,
  };
}
