import type { Command } from 'commander';

/** The options by which a person says which session is meant. */
export function ofSession(command: Command) {
  return command
    .option('--session <id>', 'which session (default: the active one of the directory)')
    .option('--directory <path>', 'the repository, or a directory in it', process.cwd());
}
