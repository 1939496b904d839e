import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.js';
import { serverPath } from './server-path.js';
import { temporaryDirectory } from './temporary.js';

/** The built server, serving over HTTP. */
export interface HttpServer {
  readonly home: string;
  readonly pid: number;
  /** Where it listens, without a path. */
  readonly origin: string;
  /** Of its first token, which may do everything; read anew each time. */
  readonly secret: () => string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Ask it to end. @returns its exit code. */
  readonly stop: () => Promise<number | null>;
}

export interface HttpServerOptions {
  readonly roots: readonly string[];
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** More arguments of the program. */
  readonly options?: readonly string[];
  /** Arguments of Node.js itself, before the program. */
  readonly nodeOptions?: readonly string[];
}

/** Start a server at any port that is free. It is ended with the test. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const home = options.home ?? temporaryDirectory();
  const roots = options.roots.flatMap((root) => ['--root', root]);
  const args = ['serve', '--http', '--port', '0', ...roots, ...(options.options ?? [])];
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), serverPath, ...args], {
    env: { ...process.env, ...options.env, AUTORESEARCH_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const hasExited = () => child.exitCode !== null || child.signalCode !== null;
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (chunk: Buffer) => {
      written[stream] += chunk.toString('utf8');
    });
  }
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    return child.exitCode;
  };
  onTestFinished(async () => void (await stop()));
  const found = () => /Serving (\S+)\/mcp\./.exec(written.stdout)?.[1];
  await eventually('the server to listen', () => found() !== undefined || hasExited());
  const origin = found();
  if (origin === undefined) throw new Error(`The server has not started: ${written.stderr}`);
  return {
    home,
    pid: child.pid ?? 0,
    origin,
    secret: () => secretIn(readFileSync(join(home, 'tokens'), 'utf8')),
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    stop,
  };
}

/** The secret of a name in the text of a token file. */
export function secretIn(text: string, name = 'owner'): string {
  const secret = new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1];
  if (secret === undefined) throw new Error(`There is no token ${name}.`);
  return secret;
}
