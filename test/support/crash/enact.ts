import type { Connected } from '../connect.js';
import { eventually } from '../eventually.js';
import { readRows } from './rows.js';
import type { Step } from './step.js';
import type { Watch, World } from './world.js';

/**
 * Do a step on a server of its own, to the end of all that it brings about, or until the server is killed.
 *
 * @returns whether it was.
 */
export async function enact(step: Step, world: World, watch: Watch = {}): Promise<boolean> {
  if (step.program !== undefined) return enactProgram(step, step.program(world), world, watch);
  if (step.isStart === true) world.arm();
  await world.start(watch).then(
    (server) => actOn(server, step, world, watch),
    (error: unknown) => unlessKilled(error, watch),
  );
  world.disarm();
  return isDead(world, watch);
}

async function enactProgram(
  { name }: Step,
  args: readonly string[],
  world: World,
  watch: Watch,
): Promise<boolean> {
  world.arm();
  const { code, stderr } = await world.run(args, watch);
  world.disarm();
  if (code > 0) throw new Error(`${name}: ${stderr}`);
  return code < 0;
}

async function actOn(server: Connected, step: Step, world: World, watch: Watch): Promise<void> {
  const isGone = () => !isThere(server.pid);
  if (step.isStart !== true) {
    // What it does at its start belongs to no step: a call is answered after that.
    await server.call('get_status');
    await step.begin?.(world, server);
    world.arm();
  }
  await step.act(world, server).catch((error: unknown) => unlessKilled(error, watch));
  // What the server does after its answer belongs to the step.
  await eventually('the server to rest, or to be dead', () => isGone() || rests(world, server));
  world.disarm();
  await server.close();
}

/** Whoever lives on comes to another effect, or never came to this one. */
function isDead(world: World, { killAfter }: Watch): boolean {
  return world.effects().length === killAfter;
}

function unlessKilled(error: unknown, { killAfter }: Watch): void {
  if (killAfter === undefined) throw error;
}

/** Whether a server has nothing more to do. */
export function rests({ home }: World, { pid }: Connected): boolean {
  return readRows(home).locks.every(({ owner_pid }) => owner_pid !== pid);
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
