import { setTimeout as delay } from 'node:timers/promises';
import { type FindFamily, familyOfMark, instancesOf } from './process-family.js';

const pollSeconds = 0.02;

/** Wait until nobody that carries a mark is alive, for some seconds at most; @returns whether they are gone. */
export function outlastMarked(mark: string, seconds: number): Promise<boolean> {
  return outlast(familyOfMark(mark), seconds);
}

/** Wait until every process of a program that is alive now is gone, for some seconds at most; @returns whether they are. */
export function outlastProgram(name: string, seconds: number): Promise<boolean> {
  return outlast(instancesOf(name), seconds);
}

async function outlast(find: FindFamily, seconds: number): Promise<boolean> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    if ((await find()).length === 0) return true;
    if (performance.now() >= deadline) return false;
    await delay(pollSeconds * 1000);
  }
}
