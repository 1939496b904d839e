import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PathBytes } from './path-bytes.js';

/** Which of the two arms; what it holds is drawn anew for each run. */
export type ArmNumber = 0 | 1;

/** What is known of one arm from one call to the next. */
export interface ArmState {
  /** Its directory's name: meaningless, and as long as the other's. */
  readonly name: string;
  /** The tree that it holds, or held before something was done in it. */
  readonly tree?: string;
  /** Whether it holds that tree exactly, and nothing else. */
  readonly isClean: boolean;
  /** What the set-up command was last run for. */
  readonly setUpFor?: string;
  /** What the set-up command made. */
  readonly made: readonly PathBytes[];
}

/** Read the state of an arm, or draw a new one. Each arm has a file of its own. */
export async function readArmState(stateDirectory: string, arm: ArmNumber): Promise<ArmState> {
  const text = await readFile(statePath(stateDirectory, arm), 'utf8').catch(() => undefined);
  if (text !== undefined) return JSON.parse(text);
  const state: ArmState = { name: randomBytes(6).toString('hex'), isClean: false, made: [] };
  await writeArmState(stateDirectory, arm, state);
  return state;
}

/** Renamed into place, so that a kill leaves the old state or the new one. */
export async function writeArmState(stateDirectory: string, arm: ArmNumber, state: ArmState): Promise<void> {
  await mkdir(stateDirectory, { recursive: true });
  const temporary = `${statePath(stateDirectory, arm)}.new`;
  try {
    await writeFile(temporary, JSON.stringify(state));
    await rename(temporary, statePath(stateDirectory, arm));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Path of the file that holds the state of an arm. */
export function statePath(stateDirectory: string, arm: ArmNumber): string {
  return join(stateDirectory, `arm-${arm}.json`);
}
