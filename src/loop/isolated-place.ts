import { randomInt } from 'node:crypto';
import { runCommand } from '../bench/command.js';
import type { Side } from '../store/samples.js';
import {
  type ArmNumber,
  armPicture,
  cleanArms,
  needsSetUp,
  recordSetUp,
  removeArms,
  syncArm,
  watchArm,
} from '../workspace/arms.js';
import { lockFilesKey } from '../workspace/lock-files.js';
import type { PathBytes } from '../workspace/path-bytes.js';
import type { Watch } from '../workspace/watch.js';
import type { Measuring } from './measuring.js';
import { type Place, SetupFailed } from './place.js';
import { workspaceOf } from './session-workspace.js';

/** How an arm stands between two commands of a run. */
interface Entered {
  readonly tree: string;
  readonly directory: string;
  readonly watch: Watch;
  /** What stood there when its last command was over: whatever is another by now was made so by somebody else. */
  left?: string | undefined;
}

/**
 * The two arms, for one run. Which of them is the candidate's is drawn here, so that no arm is the candidate's by habit.
 *
 * @param watched paths below the repository's root that no command has business to write: the evaluator, and what the
 *   candidate changed. An arm in which they were written to is put right before the next command, and so is one in which
 *   anybody has written since its own last command.
 */
export function isolatedPlace(measuring: Measuring, watched: readonly PathBytes[]): Place {
  const { app, session, signal, logPath, mark, notices } = measuring;
  const workspace = workspaceOf(app, session);
  const { arms } = workspace;
  const candidateArm: ArmNumber = randomInt(2) === 0 ? 0 : 1;
  const otherArm: ArmNumber = candidateArm === 0 ? 1 : 0;
  const entered = new Map<Side, Entered>();
  const armOf = (side: Side) => (side === 'candidate' ? candidateArm : otherArm);
  let present: Side | undefined;

  async function isAsLeft(side: Side, { watch, left }: Entered): Promise<boolean> {
    if ((await watch()).length > 0) return false;
    return left === undefined || left === (await armPicture(arms, armOf(side)));
  }

  async function open(tree: string, side: Side): Promise<Entered> {
    const arm = armOf(side);
    const directory = await syncArm(arms, arm, tree);
    await setUp(arm, tree, directory);
    return { tree, directory, watch: await watchArm(arms, arm, watched) };
  }

  async function setUp(arm: ArmNumber, tree: string, directory: string): Promise<void> {
    const { timeout_seconds, kill_grace_seconds } = session.config;
    const { setup, searchPath } = session.commands;
    if (setup === undefined) return;
    const key = await lockFilesKey(workspace.repository, tree);
    if (!(await needsSetUp(arms, arm, key))) return;
    const limits = { timeoutSeconds: timeout_seconds, killGraceSeconds: kill_grace_seconds };
    const result = await runCommand({
      command: setup.line,
      cwd: directory,
      env: { PATH: searchPath },
      ...limits,
      mark,
      logPath,
      signal,
    });
    notices.heed(result);
    if (result.end === 'cancelled') signal.throwIfAborted();
    if (result.end !== 'exited' || result.exitCode !== 0) {
      const how = result.end === 'exited' ? `exit code ${result.exitCode}` : result.end;
      throw new SetupFailed(`setup_command failed (${how}).`, result.outputTail);
    }
    await recordSetUp(arms, arm, key);
  }

  return {
    isolation: 'isolated',
    enter: async (tree, side) => {
      present = side;
      const before = entered.get(side);
      if (before?.tree === tree && (await isAsLeft(side, before))) return before.directory;
      const now = await open(tree, side);
      entered.set(side, now);
      return now.directory;
    },
    settle: async () => {
      const last = present === undefined ? undefined : entered.get(present);
      if (present !== undefined && last !== undefined) last.left = await armPicture(arms, armOf(present));
      return [];
    },
    leave: () => Promise.resolve(),
    // A start that failed has ended its session.
    tidy: () => (app.store.sessions.find(session.id)?.state === 'ended' ? removeArms(arms) : cleanArms(arms)),
  };
}
