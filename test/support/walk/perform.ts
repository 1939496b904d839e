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
}

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
  if ('person' in step) return { calls: [], isKill: false, command: await command(walk, step.person) };
  if ('kill' in step) {
    await kill(walk, step);
    return { calls: [], isKill: true };
  }
  const calls =
    'both' in step
      ? await Promise.all([callTool(walk, 0, step.both[0]), callTool(walk, 1, step.both[1])])
      : [await callTool(walk, step.client, step.call)];
  if ('call' in step && step.call.tool === 'status' && calls.every(({ isError }) => !isError))
    walk.isSettled = true;
  return { calls, isKill: false };
}

function callTool(walk: WalkState, client: Client, call: Call): Promise<CallOutcome> {
  return serverOf(walk, client).call(...toolCall(call, readRows(walk.home)));
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

/** Let a server die, and start another one, which puts right what the first has left. */
async function kill(
  walk: WalkState,
  { kill: client, during, milliseconds }: Extract<Step, { kill: Client }>,
) {
  const server = serverOf(walk, client);
  const call = during === undefined ? undefined : callTool(walk, client, during).catch(() => undefined);
  await delay(milliseconds);
  process.kill(server.pid, 'SIGKILL');
  walk.isSettled = false;
  walk.hasKilled = true;
  await eventually('the server to be gone', () => !isAlive(server.pid));
  await call;
  await server.close();
  await walk.start(client);
  // A keep that waits until HEAD is back is refused by nobody: the status tells of it.
  const { isError } = await serverOf(walk, client).call('get_status');
  await lookAtRest(walk);
  walk.isSettled = !isError;
}

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
