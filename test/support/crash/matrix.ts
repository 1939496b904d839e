import type { Connected } from '../connect.js';
import { eventually } from '../eventually.js';
import { processesWith } from '../processes.js';
import { distinctCells, type Met } from './cells.js';
import { differencesOf } from './differences.js';
import { enact, rests } from './enact.js';
import { type Before, brokenInvariants } from './invariants.js';
import { bytesIn } from './lost-bytes.js';
import { type Picture, takePicture } from './picture.js';
import { untruths } from './recoveries.js';
import { readRows, unfinishedIn } from './rows.js';
import type { Step } from './step.js';
import type { Watch, World } from './world.js';

/** A step as it goes when nobody is killed. */
interface Recording {
  readonly world: World;
  readonly effects: readonly string[];
  readonly before: Before;
  /** What may be seen when recovery is over: the step undone, or done. */
  readonly ends: readonly Picture[];
  /** When it has been finished. */
  readonly after: Picture;
}

/** Which of a step's effects are taken: all that were not met before, or some of those. */
interface Choice {
  readonly met?: Met;
  readonly choose?: (cells: readonly number[]) => readonly number[];
  /** Only where a git command is started, which is then killed in its midst, together with its server. */
  readonly killsGit?: boolean;
}

/**
 * Kill a server after each effect of a step, or after some of them; let the next one recover, and look at everything
 * from outside.
 *
 * @returns a sentence for whatever was not as it must be.
 */
export async function crashAt(
  step: Step,
  { met = new Set(), choose = (cells) => cells, killsGit = false }: Choice = {},
): Promise<string[]> {
  const recording = await record(step);
  const { world, effects } = recording;
  const failures: string[] = [];
  distinctCells(step.known?.() ?? [], met);
  const cells = distinctCells(effects, met);
  const fitting = killsGit ? cells.filter((cell) => effects[cell - 1]?.startsWith('start git')) : cells;
  for (const killAfter of choose(fitting)) {
    world.putBack();
    const found = await crash(step, recording, { killAfter, killsGit }).catch((error: unknown) => [
      String(error),
    ]);
    const label = world.effects().at(killAfter - 1) ?? 'never reached';
    const where = `${step.name}, killed after effect ${killAfter} of ${effects.length} (${label})`;
    failures.push(...found.map((what) => `${where}: ${what}`));
  }
  return failures;
}

async function record(step: Step): Promise<Recording> {
  const world = await step.prepare();
  world.save();
  const undone = takePicture(world);
  const before = { rows: readRows(world.home), bytes: bytesIn(world) };
  world.putBack();
  await enact(step, world);
  const effects = world.effects();
  const { recovered, after, broken } = await recover(step, world, before);
  if (broken.length > 0) throw new Error(`${step.name}, killed nowhere: ${broken.join('; ')}`);
  return { world, effects, before, ends: step.isStart ? [recovered] : [undone, recovered], after };
}

async function crash(step: Step, { world, before, ends, after }: Recording, watch: Watch): Promise<string[]> {
  if (!(await isKilled(step, world, watch))) return ['nobody was killed'];
  const found = await recover(step, world, before);
  const half = ends.map((end) => differencesOf(end, found.recovered));
  const isHalf = step.hasOtherEnds !== true && half.every((differences) => differences.length > 0);
  return [
    ...found.broken,
    ...(isHalf ? [`half done: neither ${half.map((each) => each.join(', ')).join('; nor ')}`] : []),
    ...differencesOf(after, found.after).map((each) => `not as without the kill: ${each}`),
  ];
}

// The order of the samples is drawn, and another order may have fewer effects.
const attempts = 4;

/** Kill after an effect; or, where a step has fewer this time, after the last that it came to. */
async function isKilled(step: Step, world: World, watch: Watch): Promise<boolean> {
  let { killAfter = 0 } = watch;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) world.putBack();
    if (await enact(step, world, { ...watch, killAfter })) return true;
    killAfter = Math.min(killAfter, world.effects().length);
  }
  return false;
}

interface Recovered {
  readonly recovered: Picture;
  readonly after: Picture;
  /** What did not hold, on the way. */
  readonly broken: readonly string[];
}

/** Start a server in what is there, look, finish the step, and look again. */
async function recover(step: Step, world: World, before: Before): Promise<Recovered> {
  const cutOff = readRows(world.home);
  const server = await world.start();
  const status = await server.call('get_status');
  await settled(world, server);
  const recovered = takePicture(world);
  const told = untruths(world, cutOff, status.fields.notes ?? []);
  const broken = brokenInvariants(world, before);

  await step.finish(world, server);
  await settled(world, server);
  const after = takePicture(world);
  await server.close();
  const running = processesWith(world.variable).map((line) => `${line} still runs`);
  const all = [...told, ...broken, ...brokenInvariants(world, before), ...running];
  return { recovered, after, broken: [...new Set(all)] };
}

async function settled(world: World, server: Connected): Promise<void> {
  await eventually(
    'everything to be finished',
    () => unfinishedIn(readRows(world.home)).length === 0 && rests(world, server),
  );
}
