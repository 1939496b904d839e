import { gitLine } from './git.js';

/**
 * The version of the git that is found on the PATH, such as `2.39.5`.
 *
 * @throws GitFailure where there is none.
 */
export async function gitVersion(): Promise<string> {
  const line = await gitLine(['version'], { cwd: '/' });
  return /\d+(\.\d+)+/.exec(line)?.[0] ?? line;
}
