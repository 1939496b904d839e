import { setTimeout as delay } from 'node:timers/promises';
import type { FamilyMember } from './family-member.js';
import { cleanOutput } from './output-tail.js';
import type { FindFamily } from './process-family.js';
import { sendSignal } from './send-signal.js';

const pollSeconds = 0.02;
// What is about to end by itself, such as a helper that has just lost its pipe, is no straggler.
const settleSeconds = 0.2;
const killSeconds = 2;
const maxNames = 10;
const maxNameLength = 40;

/**
 * Ends whatever a command left alive: TERM, then KILL for what is still there after the grace. When nothing is left it
 * costs nothing.
 *
 * @param first who was found as soon as the command's own process had exited: later its group's number may be somebody
 *   else's
 * @param graceSeconds between TERM and KILL; not waited for when everything ends sooner
 * @returns the names of the processes that had to be ended, each once, at most 10
 */
export async function endStragglers(
  find: FindFamily,
  first: readonly FamilyMember[],
  graceSeconds: number,
): Promise<string[]> {
  if (first.length === 0) return [];
  const known = new Set(first.map(identity));
  const findOurs: FindFamily = async () => onlyOurs(await find(), known);

  const stragglers = await waitUntilGone(findOurs, settleSeconds);
  signalAll(stragglers, 'SIGTERM');
  const stubborn = await waitUntilGone(findOurs, stragglers.length === 0 ? 0 : graceSeconds);
  await killAll(stubborn, findOurs);
  return namesOf(stragglers);
}

/**
 * Who may be signalled: whoever carries the mark, and the group as long as one of its known members lives. Without
 * one the group's number may have been given to somebody else's.
 */
function onlyOurs(found: readonly FamilyMember[], known: ReadonlySet<string>): readonly FamilyMember[] {
  const groupIsOurs = found.some(
    (member) => member.inGroup && (member.marked || known.has(identity(member))),
  );
  return found.filter((member) => member.marked || groupIsOurs);
}

function identity(member: FamilyMember): string {
  return `${member.pid} ${member.startedAt}`;
}

/** Who is still there when all are gone or the time is up, looked up just now: safe to signal at once. */
async function waitUntilGone(find: FindFamily, seconds: number): Promise<readonly FamilyMember[]> {
  const deadline = performance.now() + seconds * 1000;
  let left = await find();
  while (left.length > 0 && performance.now() < deadline) {
    await delay(pollSeconds * 1000);
    left = await find();
  }
  return left;
}

// Again and again, for what forks faster than it is killed; not for ever, for what cannot be killed.
async function killAll(first: readonly FamilyMember[], find: FindFamily): Promise<void> {
  const deadline = performance.now() + killSeconds * 1000;
  let left = first;
  while (left.length > 0 && performance.now() < deadline) {
    signalAll(left, 'SIGKILL');
    await delay(pollSeconds * 1000);
    left = await find();
  }
}

function signalAll(members: readonly FamilyMember[], signal: 'SIGTERM' | 'SIGKILL'): void {
  for (const member of members) sendSignal(member.pid, signal);
}

function namesOf(members: readonly FamilyMember[]): string[] {
  const names = members.map((member) => cleanOutput(member.name).slice(0, maxNameLength));
  return [...new Set(names)].slice(0, maxNames);
}
