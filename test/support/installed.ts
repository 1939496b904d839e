import { join } from 'node:path';
import { runLong } from './run-long.js';
import { packTarball } from './tarball.js';
import { temporaryDirectory } from './temporary.js';

/** The package, installed from its tarball. */
export interface Installed {
  /** `--prefix` of the installation: `bin/` and `lib/` are in it. */
  readonly prefix: string;
  /** The program, as a shell would find it. */
  readonly program: string;
}

/**
 * Install the package from its tarball as `npm install --global` does, into a place of its own and with a cache of its own.
 * `better-sqlite3` is compiled where no binary of it can be downloaded, which takes a minute or more.
 */
export async function installPackage(): Promise<Installed> {
  const prefix = temporaryDirectory();
  const args = ['install', '--global', '--prefix', prefix, '--cache', temporaryDirectory(), packTarball()];
  await runLong('npm', args, { cwd: prefix });
  return { prefix, program: join(prefix, 'bin', 'autoresearch-mcp') };
}
