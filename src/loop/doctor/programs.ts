import { messageOf } from '../../errors.js';
import { gitVersion } from '../../workspace/git-version.js';
import { type Diagnosis, ok, problem } from './diagnosis.js';

const oldestGit = [2, 34] as const;
const oldestNode = [20, 19] as const;

/** Whether git and Node.js are there, and new enough. */
export async function diagnosePrograms(): Promise<Diagnosis[]> {
  return [await diagnoseGit(), diagnoseNode(process.versions.node)];
}

async function diagnoseGit(): Promise<Diagnosis> {
  const wanted = `Install git ${oldestGit.join('.')} or later and put it on the PATH.`;
  try {
    const version = await gitVersion();
    if (isAtLeast(version, oldestGit)) return ok('programs', `git ${version}`);
    return problem('programs', `git ${version} is too old.`, wanted);
  } catch (error) {
    return problem('programs', `git cannot be run: ${messageOf(error)}`, wanted);
  }
}

function diagnoseNode(version: string): Diagnosis {
  if (isAtLeast(version, oldestNode)) return ok('programs', `Node.js ${version}`);
  const wanted = `Install Node.js ${oldestNode.join('.')} or later.`;
  return problem('programs', `Node.js ${version} is too old.`, wanted);
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first > major || (first === major && second >= minor);
}
