import type { Command } from 'commander';
import { bashScript } from './completion/bash.js';
import { fishScript } from './completion/fish.js';
import type { Shell } from './completion/shells.js';
import { wordsOf } from './completion/words.js';
import { zshScript } from './completion/zsh.js';
import { print } from './print.js';
import { tellRefusal } from './tell-refusal.js';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** Print what a shell has to be told to complete the commands and options of a program. */
export async function completion(program: Command, shell: Shell): Promise<void> {
  try {
    await print(scripts[shell](wordsOf(program, 'serve')));
  } catch (error) {
    tellRefusal(error);
  }
}
