import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../package-root.js';

/** Everything that the demo reads and writes. */
export interface Place {
  /** A new temporary directory: nothing outside of it is touched. */
  readonly directory: string;
  readonly repository: string;
  /** $AUTORESEARCH_HOME of the demo's server. */
  readonly home: string;
  /** For git and for the server. */
  readonly env: Readonly<Record<string, string>>;
}

const fixtures = fileURLToPath(new URL('demo/', packageRoot));

export async function makePlace(): Promise<Place> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'autoresearch-demo-')));
  const home = join(directory, 'home');
  return { directory, repository: join(directory, 'repository'), home, env: environment(home) };
}

export async function removePlace({ directory }: Place): Promise<void> {
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
}

/** Copy the files of the demo's repository to where it will be. */
export async function copyRepository(place: Place): Promise<void> {
  await cp(join(fixtures, 'repository'), place.repository, { recursive: true });
}

/** Edit a file of the repository, as an agent would. */
export async function applyCandidate(place: Place, candidate: string, target: string): Promise<void> {
  await cp(join(fixtures, 'candidates', candidate), join(place.repository, target));
}

// Variables of git could lead to another repository, and a user's own settings (signing, hooks) to surprises.
function environment(home: string): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || /^(?:GIT_|AUTORESEARCH_)/.test(name) ? [] : [[name, value]],
  );
  return {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    AUTORESEARCH_HOME: home,
  };
}
