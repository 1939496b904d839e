import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from './command-line.js';
import { secretIn } from './http-server.js';

/** Make a token as a person does. @returns its secret. */
export async function makeToken(home: string, name: string, ...options: string[]): Promise<string> {
  const { code, stderr } = await commandLine(['token', 'add', name, ...options], { home, directory: home });
  if (code !== 0) throw new Error(stderr);
  return secretIn(readFileSync(join(home, 'tokens'), 'utf8'), name);
}
