import { setTimeout as delay } from 'node:timers/promises';
import { watchUntilGone } from './gone-watch.js';
import { identityOf, type LivingProcess } from './living-process.js';
import type { FindFamily, Look } from './process-family.js';
import { sendSignal } from './send-signal.js';
import { visibleText } from './visible-text.js';

const pollSeconds = 0.02;
// What forks and exits is caught, or known to be gone, only by who is quick.
const chaseSeconds = 0.001;
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

/** Whom it took to end a family: names of processes, each once, at most 10. */
export interface Ended {
  readonly leftovers: readonly string[];
  /** Who could not be ended and is there still; absent where that is nobody. */
  readonly survivors?: readonly string[];
}

/**
 * Ends whatever a command left alive when it ended by itself. To be called as soon as its own process has exited.
 * When nothing is left and nobody else starts processes, it costs one look.
 *
 * @param graceSeconds between TERM and KILL; not waited for when everything ends sooner
 * @returns who had to be ended
 */
export async function endLeftovers(find: FindFamily, graceSeconds: number): Promise<Ended> {
  if (await endsWithin(settleSeconds, find)) return { leftovers: [] };
  const { told, killed, alive } = await endFamily(find, graceSeconds);
  return endedOf([...told.values(), ...killed.values()], alive);
}

/**
 * Ends a command and all of its processes: TERM to everybody at once, and KILL from when the grace is over, which
 * begins now. It gives up on what outlives its KILL by 5 s: another user's, stuck in the kernel, or too quick.
 *
 * @returns who besides the shell did not end when it was told to
 */
export async function endCommand(
  find: FindFamily,
  graceSeconds: number,
  shell: RunningShell,
): Promise<Ended> {
  const { told, killed, alive } = await endFamily(find, graceSeconds, shell);
  const stubborn = [...killed].filter(([identity]) => told.has(identity)).map(([, member]) => member);
  return endedOf(
    stubborn.filter((member) => member.pid !== shell.pid),
    alive,
  );
}

type Members = Map<string, LivingProcess>;

/** Who was signalled, by identity, and who was there last. */
interface Signalled {
  readonly told: Members;
  readonly killed: Members;
  readonly alive: readonly LivingProcess[];
}

async function endFamily(find: FindFamily, graceSeconds: number, shell?: RunningShell): Promise<Signalled> {
  const told: Members = new Map();
  const killed: Members = new Map();
  const watch = watchUntilGone();
  const deadline = performance.now() + graceSeconds * 1000;
  for (let isFirst = true; ; isFirst = false) {
    // Looked up just now, so that the numbers are still theirs; and before anybody's end makes orphans of its children.
    const look = await find();
    const group = groupOf(shell);
    const secondsOver = (performance.now() - deadline) / 1000;
    if (watch.isGone(look) && group === undefined) return { told, killed, alive: [] };
    if (secondsOver >= killSeconds) return { told, killed, alive: watch.lastSeen() };
    const isOver = secondsOver >= 0;
    const isNew = isOver ? kill(look, group, killed) : tell(look, isFirst ? group : undefined, told);
    await pause(secondsAfter(look, isNew), isOver ? pollSeconds : -secondsOver);
  }
}

function groupOf(shell: RunningShell | undefined): number | undefined {
  return shell?.isThere() === true ? shell.pid : undefined;
}

function secondsAfter({ members }: Look, isNew: boolean): number {
  return isNew || members.length === 0 ? chaseSeconds : pollSeconds;
}

function pause(...seconds: readonly number[]): Promise<void> {
  return delay(1000 * Math.min(...seconds));
}

/** Sends TERM to whoever has not had it. Returns whether there was anybody. */
function tell({ members, groups }: Look, shellGroup: number | undefined, told: Members): boolean {
  const untold = members.filter((member) => !told.has(identityOf(member)));
  const toldGroups = new Set(members.filter((each) => !untold.includes(each)).map(({ group }) => group));
  const whole = [...groups].filter((group) => !toldGroups.has(group));
  send('SIGTERM', untold, withShell(whole, shellGroup));
  for (const member of untold) told.set(identityOf(member), member);
  return untold.length > 0;
}

/** Sends KILL to everybody. Returns whether that was anybody's first. */
function kill({ members, groups }: Look, shellGroup: number | undefined, killed: Members): boolean {
  const before = killed.size;
  send('SIGKILL', members, withShell(groups, shellGroup));
  for (const member of members) killed.set(identityOf(member), member);
  return killed.size > before;
}

function withShell(groups: Iterable<number>, shellGroup: number | undefined): ReadonlySet<number> {
  return new Set(shellGroup === undefined ? groups : [...groups, shellGroup]);
}

/** Signals groups as one, since nobody in them can fork meanwhile and escape, and by itself who is in none of these. */
function send(
  signal: 'SIGTERM' | 'SIGKILL',
  members: readonly LivingProcess[],
  groups: ReadonlySet<number>,
): void {
  for (const group of groups) sendSignal(-group, signal);
  for (const { pid, group } of members) if (!groups.has(group)) sendSignal(pid, signal);
}

/** Whether nobody is left when the time is up, or before. */
async function endsWithin(seconds: number, find: FindFamily): Promise<boolean> {
  const watch = watchUntilGone();
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const look = await find();
    if (watch.isGone(look)) return true;
    if (watch.lastSeen().length === 0) continue;
    if (performance.now() >= deadline) return false;
    await pause(pollSeconds);
  }
}

function endedOf(signalled: readonly LivingProcess[], alive: readonly LivingProcess[]): Ended {
  const survivors = namesOf(alive);
  const leftovers = namesOf(signalled).filter((name) => !survivors.includes(name));
  return survivors.length === 0 ? { leftovers } : { leftovers, survivors };
}

function namesOf(members: readonly LivingProcess[]): string[] {
  const names = members.map((member) => visibleText(member.name, maxNameLength));
  return [...new Set(names)].slice(0, maxNames);
}
