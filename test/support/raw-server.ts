import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { serverPath } from './connect.js';
import { eventually } from './eventually.js';

const messageShape = z.looseObject({ jsonrpc: z.literal('2.0'), id: z.number().optional() });

/** The built server, spoken to line by line without a client in between. */
export interface RawServer {
  readonly child: ChildProcess;
  /** Every line of standard output. */
  readonly lines: readonly string[];
  /** Ask for anything; the answer as it came. */
  readonly request: (method: string, params: object) => Promise<string>;
  /** Call a tool; its result as it came. */
  readonly callTool: (name: string, args: Record<string, unknown>) => Promise<string>;
  /** Exit code, once it has ended. */
  readonly ended: () => Promise<number | null>;
}

/** Start a server and shake hands. It is killed with the test, if it still runs. */
export async function startRawServer(
  directory: string,
  home: string,
  protocolVersion = '2025-06-18',
): Promise<RawServer> {
  const child = spawn(process.execPath, [serverPath, '--directory', directory], {
    env: { ...process.env, AUTORESEARCH_HOME: home },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  let lastId = 0;
  const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const request = async (method: string, params: object): Promise<string> => {
    const id = ++lastId;
    send({ id, method, params });
    const answer = () => lines.find((line) => messageShape.safeParse(JSON.parse(line)).data?.id === id);
    await eventually(`the answer to ${method}`, () => answer() !== undefined);
    return answer() ?? '';
  };
  const clientInfo = { name: 'raw', version: '1' };
  await request('initialize', { protocolVersion, capabilities: {}, clientInfo });
  send({ method: 'notifications/initialized' });
  return {
    child,
    lines,
    request,
    callTool: (name, args) =>
      request('tools/call', { name, arguments: args, _meta: { progressToken: 'raw' } }),
    ended: async () => {
      await eventually('the server to end', () => ended);
      return child.exitCode;
    },
  };
}
