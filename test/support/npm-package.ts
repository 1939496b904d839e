import { runLong } from './run-long.js';
import { temporaryDirectory } from './temporary.js';

/** Install a package from the registry into a directory of its own. @returns the directory. */
export async function npmPackage(
  nameAndVersion: string,
  place: string = temporaryDirectory(),
): Promise<string> {
  const args = ['install', '--prefix', place, '--no-package-lock', nameAndVersion];
  await runLong('npm', args, { cwd: place });
  return place;
}
