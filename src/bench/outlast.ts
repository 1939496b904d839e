import { setTimeout as delay } from 'node:timers/promises';
import { familyOfMark, instancesOf } from './process-family.js';

const pollSeconds = 0.02;

/** Wait until nobody that carries a mark is alive, for some seconds at most; @returns whether they are gone. */
export function outlastMarked(mark: string, seconds: number): Promise<boolean> {
  const find = familyOfMark(mark);
  return outlast(async () => {
    const { members, isSure } = await find();
    return members.length === 0 && isSure;
  }, seconds);
}

/** Wait until every process of a program that is alive now is gone, for some seconds at most; @returns whether they are. */
export function outlastProgram(name: string, seconds: number): Promise<boolean> {
  const find = instancesOf(name);
  return outlast(async () => (await find()).length === 0, seconds);
}

async function outlast(isOver: () => Promise<boolean>, seconds: number): Promise<boolean> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    if (await isOver()) return true;
    if (performance.now() >= deadline) return false;
    await delay(pollSeconds * 1000);
  }
}
