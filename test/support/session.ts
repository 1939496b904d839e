import { type ClientKind, type Connected, type ConnectOptions, connect } from './connect.js';
import { type Files, makeRepository, type TestRepository } from './test-repository.js';

/** The benchmark runs code.sh, so that a candidate can do whatever a shell can; code.sh alone is not pinned. */
export const scriptFiles: Files = { 'bench.sh': '. ./code.sh\n', 'code.sh': 'echo METRIC size=100\n' };

/** Arguments of init_experiment for {@link scriptFiles}. */
export const scriptInit = {
  name: 'Small',
  metric_name: 'size',
  direction: 'lower',
  command: 'sh bench.sh',
} as const;

/** A candidate whose metric is this. */
export function printing(value: number | string): string {
  return `echo METRIC size=${value}\n`;
}

type Fields = Awaited<ReturnType<Connected['ok']>>;

/** A session that has been started, and what a test does with it. */
export interface StartedSession {
  readonly repository: TestRepository;
  readonly server: Connected;
  /** The reply of init_experiment. */
  readonly started: Fields;
  /** Write code.sh and run the experiment. */
  readonly attempt: (code: string) => Promise<Fields>;
  readonly log: (run: Fields, status: string) => Promise<Fields>;
  /** Write code.sh, run the experiment and log it. */
  readonly settle: (code: string, status: string) => Promise<Fields>;
}

export interface SessionOptions {
  readonly kind: ClientKind;
  readonly files?: Files;
  readonly init?: Readonly<Record<string, unknown>>;
  readonly repository?: TestRepository;
  readonly connect?: Partial<ConnectOptions>;
}

/** Start a server and a session in a repository of {@link scriptFiles}, or another. */
export async function startSession(options: SessionOptions): Promise<StartedSession> {
  const repository = options.repository ?? makeRepository({ ...scriptFiles, ...options.files });
  const server = await connect({ directory: repository.root, kind: options.kind, ...options.connect });
  // A server of several repositories has to be told which.
  const place = options.connect?.elsewhere === undefined ? {} : { directory: repository.root };
  const started = await server.ok('init_experiment', { ...scriptInit, ...place, ...options.init });
  const attempt = (code: string) => {
    repository.write('code.sh', code);
    return server.ok('run_experiment', { description: 'a try' });
  };
  const log = (run: Fields, status: string) =>
    server.ok('log_experiment', { run_id: run.run_id, status, description: 'a try' });
  return {
    repository,
    server,
    started,
    attempt,
    log,
    settle: async (code, status) => log(await attempt(code), status),
  };
}
