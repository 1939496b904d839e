import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClientKind } from './connect.js';
import { type StartedSession, startSession } from './session.js';
import { temporaryDirectory } from './temporary.js';
import { makeRepository, type TestRepository } from './test-repository.js';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/noisy/${name}`, import.meta.url));

/** Arguments of init_experiment for the noisy benchmark. */
const noisyInit = {
  name: 'Noisy',
  metric_name: 'ms',
  direction: 'lower',
  command: 'sh bench.sh',
  editable: ['code.sh'],
  protected: ['noise.awk'],
} as const;

export interface NoisyOptions {
  readonly kind?: ClientKind;
  /** Standard deviation of the logarithm of a value, times 100. */
  readonly percent?: number;
  /** Which noise, and which order of the pairs: with one seed all numbers of a session are always the same. */
  readonly seed?: number;
  /** How values are printed, as printf takes it. */
  readonly format?: string;
  /** What code.sh is at the start. It sets `ms`, and `memory` if a second metric is wanted. */
  readonly code?: string;
  /** Shell code that runs in every sample, after code.sh. */
  readonly hook?: string;
  readonly init?: Readonly<Record<string, unknown>>;
  /** autoresearch.yaml. */
  readonly settings?: string;
}

export interface NoisySession extends StartedSession {
  readonly kind: ClientKind;
  /** Where the benchmark remembers things: `$NOISY_DIRECTORY` in a hook. */
  readonly directory: string;
  /** What the servers of this session are started with. */
  readonly env: Readonly<Record<string, string>>;
  readonly setHook: (code: string) => void;
}

/** The repository of the noisy benchmark, whose code sets `ms`. */
function noisyRepository(code: string, settings: string): TestRepository {
  const copied = ['bench.sh', 'noise.awk'].map((name) => [name, readFileSync(fixture(name), 'utf8')]);
  return makeRepository({ ...Object.fromEntries(copied), 'code.sh': code, 'autoresearch.yaml': settings });
}

/** A server and a session with a benchmark whose noise is known. */
export async function startNoisySession(options: NoisyOptions = {}): Promise<NoisySession> {
  const { kind = 'new', percent = 3, seed = 1, format = '%.6f' } = options;
  const directory = temporaryDirectory();
  const setHook = (code: string) => writeFileSync(join(directory, 'hook.sh'), code);
  setHook(options.hook ?? '');
  const first = String(1_000_003 * seed + 12_345_678);
  writeFileSync(join(directory, 'state'), `${first}\n`);
  const env = {
    NOISY_DIRECTORY: directory,
    NOISY_PERCENT: String(percent),
    NOISY_FORMAT: format,
    NOISY_DRAWS: first,
  };
  const preload = `--import=${new URL('../fixtures/noisy/seeded-draws.js', import.meta.url).href}`;
  const session = await startSession({
    kind,
    repository: noisyRepository(options.code ?? 'ms=100\n', options.settings ?? ''),
    init: { ...noisyInit, ...options.init },
    connect: { env: { ...env, NODE_OPTIONS: preload } },
  });
  return { ...session, kind, directory, env, setHook };
}
