import { setTimeout as delay } from 'node:timers/promises';
import { identityOf, type LivingProcess } from './living-process.js';
import type { FindFamily } from './process-family.js';
import { sendSignal } from './send-signal.js';
import { visibleText } from './visible-text.js';

const pollSeconds = 0.02;
// What is about to end by itself, such as a helper that has just lost its pipe, is not left over.
const settleSeconds = 0.2;
// For what forks faster than it is killed, and for a large memory that takes its time to go.
const killSeconds = 5;
const maxNames = 10;
const maxNameLength = 40;

/** A shell whose group can be signalled as one, for as long as nobody has waited for it and its number is its own. */
export interface RunningShell {
  readonly pid: number;
  readonly isThere: () => boolean;
}

/**
 * Ends whatever a command left alive when it ended by itself. To be called as soon as its own process has exited.
 * When nothing is left it costs one look.
 *
 * @param graceSeconds between TERM and KILL; not waited for when everything ends sooner
 * @returns the names of the processes that had to be ended, each once, at most 10
 */
export async function endLeftovers(find: FindFamily, graceSeconds: number): Promise<string[]> {
  if (await endsWithin(settleSeconds, find)) return [];
  const { told, killed } = await endFamily(find, graceSeconds);
  return namesOf([...told.values(), ...killed.values()]);
}

/**
 * Ends a command and all of its processes: TERM to everybody at once, and KILL from when the grace is over, which
 * begins now. It gives up on what outlives its KILL by 5 s: another user's, or stuck in the kernel.
 *
 * @returns the names of those besides the shell that did not end when they were told to, each once, at most 10
 */
export async function endCommand(
  find: FindFamily,
  graceSeconds: number,
  shell: RunningShell,
): Promise<string[]> {
  const { told, killed } = await endFamily(find, graceSeconds, shell);
  const stubborn = [...killed].filter(([identity]) => told.has(identity)).map(([, member]) => member);
  return namesOf(stubborn.filter((member) => member.pid !== shell.pid));
}

type Members = ReadonlyMap<string, LivingProcess>;

/** Whom it took to end a family, by identity. */
interface Signalled {
  readonly told: Members;
  readonly killed: Members;
}

async function endFamily(find: FindFamily, graceSeconds: number, shell?: RunningShell): Promise<Signalled> {
  const told = new Map<string, LivingProcess>();
  const killed = new Map<string, LivingProcess>();
  const deadline = performance.now() + graceSeconds * 1000;
  for (let isFirst = true; ; isFirst = false) {
    // Looked up just now, so that the numbers are still theirs; and before anybody's end makes orphans of its children.
    const left = await find();
    const group = shell?.isThere() === true ? shell.pid : undefined;
    const secondsOver = (performance.now() - deadline) / 1000;
    const isGone = left.length === 0 && group === undefined;
    if (isGone || secondsOver >= killSeconds) return { told, killed };
    if (secondsOver >= 0) kill(left, group, killed);
    else tell(left, isFirst ? group : undefined, told);
    await delay(1000 * (secondsOver < 0 ? Math.min(pollSeconds, -secondsOver) : pollSeconds));
  }
}

/** Sends TERM to whoever has not had it. */
function tell(
  members: readonly LivingProcess[],
  group: number | undefined,
  told: Map<string, LivingProcess>,
): void {
  if (group !== undefined) sendSignal(-group, 'SIGTERM');
  for (const member of members) {
    if (member.group !== group && !told.has(identityOf(member))) sendSignal(member.pid, 'SIGTERM');
    told.set(identityOf(member), member);
  }
}

function kill(
  members: readonly LivingProcess[],
  group: number | undefined,
  killed: Map<string, LivingProcess>,
): void {
  if (group !== undefined) sendSignal(-group, 'SIGKILL');
  for (const member of members) {
    sendSignal(member.pid, 'SIGKILL');
    killed.set(identityOf(member), member);
  }
}

/** Whether nobody is left when the time is up, or before. */
async function endsWithin(seconds: number, find: FindFamily): Promise<boolean> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    if ((await find()).length === 0) return true;
    if (performance.now() >= deadline) return false;
    await delay(pollSeconds * 1000);
  }
}

function namesOf(members: readonly LivingProcess[]): string[] {
  const names = members.map((member) => visibleText(member.name, maxNameLength));
  return [...new Set(names)].slice(0, maxNames);
}
