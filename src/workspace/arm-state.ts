import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PathBytes } from './path-bytes.js';

/** Which of the two arms; what it holds is drawn anew for each run. */
export type ArmNumber = 0 | 1;

/** What is known of one arm from one call to the next. */
export interface ArmState {
  /** Its directory's name: meaningless, and as long as the other's. */
  readonly name: string;
  /** The tree that was last written there. */
  readonly tree?: string;
  /** Whole seconds: no file that is rewritten next may be as old as this. */
  readonly writtenAt: number;
  /** What the set-up command was last run for. */
  readonly setUpFor?: string;
  /** What the set-up command made. */
  readonly made: readonly PathBytes[];
}

/** Read the state of both arms, or draw two new ones. */
export async function readArmStates(stateDirectory: string): Promise<[ArmState, ArmState]> {
  const text = await readFile(statePath(stateDirectory), 'utf8').catch(() => undefined);
  if (text !== undefined) return JSON.parse(text);
  const states: [ArmState, ArmState] = [newArm(), newArm()];
  await write(stateDirectory, states);
  return states;
}

export async function writeArmState(stateDirectory: string, arm: ArmNumber, state: ArmState): Promise<void> {
  const [first, second] = await readArmStates(stateDirectory);
  await write(stateDirectory, arm === 0 ? [state, second] : [first, state]);
}

function newArm(): ArmState {
  return { name: randomBytes(6).toString('hex'), writtenAt: 0, made: [] };
}

/** Path of the file that holds the state of both arms. */
export function statePath(stateDirectory: string): string {
  return join(stateDirectory, 'arms.json');
}

// Renamed into place, so that a kill leaves the old state or the new one.
async function write(stateDirectory: string, states: [ArmState, ArmState]): Promise<void> {
  await mkdir(stateDirectory, { recursive: true });
  const temporary = `${statePath(stateDirectory)}.new`;
  await writeFile(temporary, JSON.stringify(states));
  await rename(temporary, statePath(stateDirectory));
}
