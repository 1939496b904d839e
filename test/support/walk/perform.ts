import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallOutcome } from '../connect.js';
import { readRows } from '../crash/rows.js';
import { eventually } from '../eventually.js';
import { isAlive } from '../gate.js';
import { at } from '../git-bytes.js';
import { actAsAgent } from './agent.js';
import { toolCall } from './calls.js';
import { actByHand } from './hand.js';
import { lookAtRest } from './look.js';
import type { Call, Client, Command, Step } from './step.js';
import { serverOf, type WalkState } from './walk-state.js';

/** What a server, or the program, has answered. */
export interface Answers {
  readonly calls: readonly CallOutcome[];
  readonly command?: {
    readonly name: Command;
    readonly code: number;
    readonly text: string;
    readonly session: string;
  };
  readonly isKill: boolean;
  /** Whether a server has told the status, and so has recovered what there was to recover. */
  readonly hasTold: boolean;
}

/** Nothing was asked for. */
export const noAnswers: Answers = { calls: [], isKill: false, hasTold: false };

/**
 * Do a step.
 *
 * @returns what was answered; undefined where no server had anything to do with it.
 */
export async function perform(walk: WalkState, step: Step): Promise<Answers | undefined> {
  if ('agent' in step) {
    const { id } = readRows(walk.home).sessions.at(-1) ?? { id: '' };
    const paths = actAsAgent(walk.repository.root, step, walk.starts.get(id));
    for (const path of paths) noteWritten(walk, path);
    return undefined;
  }
  if ('hand' in step) {
    walk.released = actByHand(walk.repository.root, step.hand);
    return undefined;
  }
  if ('person' in step) return { ...noAnswers, command: await command(walk, step.person) };
  if ('kill' in step) return { ...noAnswers, isKill: true, hasTold: await kill(walk, step) };
  const calls =
    'both' in step
      ? await Promise.all([callTool(walk, 0, step.both[0]), callTool(walk, 1, step.both[1])])
      : [await callTool(walk, step.client, step.call)];
  const isStatus = 'call' in step && step.call.tool === 'status';
  return { ...noAnswers, calls, hasTold: isStatus && calls.every(({ isError }) => !isError) };
}

async function callTool(walk: WalkState, client: Client, call: Call): Promise<CallOutcome> {
  const server = await serverOf(walk, client);
  return server.call(...toolCall(call, readRows(walk.home)));
}

async function command(walk: WalkState, name: Command) {
  const session = readRows(walk.home).sessions.at(-1)?.id ?? 'nobody-0000';
  const args: Readonly<Record<Command, readonly string[]>> = {
    abandon: ['abandon', session],
    prune: ['prune', '--older-than', '1h'],
    doctor: ['doctor'],
    backup: ['backup', `${walk.home}-backup-${Date.now()}.db`],
    extend: ['extend', '--experiments', '2'],
  };
  const { code, stdout, stderr } = await walk.run(args[name]);
  return { name, code, text: `${stdout}${stderr}`, session };
}

/**
 * Let a server die.
 *
 * @returns whether another one was started at once, which has put right what the first had left, and has told the status.
 */
async function kill(
  walk: WalkState,
  { kill: client, during, milliseconds, isMissed }: Extract<Step, { kill: Client }>,
): Promise<boolean> {
  const server = await serverOf(walk, client);
  const call = during === undefined ? undefined : callTool(walk, client, during).catch(() => undefined);
  await delay(milliseconds);
  process.kill(server.pid, 'SIGKILL');
  walk.hasKilled = true;
  await eventually('the server to be gone', () => !isAlive(server.pid));
  await call;
  await server.close();
  walk.servers[client] = undefined;
  // A git that it had started may go on for a moment.
  await delay(orphanMilliseconds);
  if (!isMissed) return false;
  const next = await serverOf(walk, client);
  const { isError } = await next.call('get_status');
  await lookAtRest(walk);
  return !isError;
}

const orphanMilliseconds = 100;

function noteWritten({ repository: { root }, standing }: WalkState, path: string): void {
  // A file makes room for a directory, and a directory for a file.
  const isGone = (other: string) => `${other}/`.startsWith(`${path}/`) || path.startsWith(`${other}/`);
  for (const other of [...standing.keys()].filter(isGone)) standing.delete(other);
  const content = contentAt(at(root, path));
  if (content !== undefined) standing.set(path, content);
}

function contentAt(path: Buffer): string | undefined {
  try {
    const found = lstatSync(path);
    if (found.isSymbolicLink()) return readlinkSync(path, { encoding: 'buffer' }).toString('latin1');
    return found.isFile() ? readFileSync(path, 'latin1') : undefined;
  } catch {
    return undefined;
  }
}
