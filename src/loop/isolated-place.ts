import { randomInt } from 'node:crypto';
import { runCommand } from '../bench/command.js';
import type { Session } from '../store/sessions.js';
import { type ArmNumber, cleanArm, needsSetUp, recordSetUp, syncArm } from '../workspace/arms.js';
import { lockFilesKey } from '../workspace/lock-files.js';
import { type Place, type Role, SetupFailed } from './place.js';
import type { SessionWorkspace } from './session-workspace.js';

/**
 * The two arms, for one run. Which of them is the candidate's is drawn here, so that no arm is the candidate's by habit.
 */
export function isolatedPlace(
  session: Session,
  workspace: SessionWorkspace,
  logPath: string,
  signal: AbortSignal,
): Place {
  const { arms } = workspace;
  const candidateArm: ArmNumber = randomInt(2) === 0 ? 0 : 1;
  const otherArm: ArmNumber = candidateArm === 0 ? 1 : 0;
  const used = new Set<ArmNumber>();
  const directories = new Map<Role, { tree: string; directory: string }>();

  async function setUp(arm: ArmNumber, tree: string, directory: string): Promise<void> {
    const { setup_command: command, timeout_seconds, kill_grace_seconds } = session.config;
    if (command === undefined) return;
    const key = await lockFilesKey(workspace.repository, tree);
    if (!(await needsSetUp(arms, arm, key))) return;
    const limits = { timeoutSeconds: timeout_seconds, killGraceSeconds: kill_grace_seconds };
    const result = await runCommand({ command, cwd: directory, env: {}, ...limits, logPath, signal });
    if (result.end === 'cancelled') signal.throwIfAborted();
    if (result.end !== 'exited' || result.exitCode !== 0) {
      const how = result.end === 'exited' ? `exit code ${result.exitCode}` : result.end;
      throw new SetupFailed(`setup_command failed (${how}).`, result.outputTail);
    }
    await recordSetUp(arms, arm, key);
  }

  return {
    isolation: 'isolated',
    enter: async (tree, role) => {
      const entered = directories.get(role);
      if (entered?.tree === tree) return entered.directory;
      const arm = role === 'candidate' ? candidateArm : otherArm;
      directories.delete(role);
      used.add(arm);
      const directory = await syncArm(arms, arm, tree);
      await setUp(arm, tree, directory);
      directories.set(role, { tree, directory });
      return directory;
    },
    settle: () => Promise.resolve([]),
    leave: () => Promise.resolve(),
    tidy: async () => {
      for (const arm of used) await cleanArm(arms, arm);
    },
  };
}
