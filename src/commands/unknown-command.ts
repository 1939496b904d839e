import type { Command } from 'commander';
import { nearestName } from '../nearest-name.js';

/** End with a word about a command that there is none of: commander takes its name for an argument of `serve`. */
export function refuseUnknown(program: Command, word: string): never {
  const nearest = nearestName(
    word,
    program.commands.map((command) => command.name()),
  );
  const advice = nearest === undefined ? 'See --help.' : `Did you mean ${nearest}?`;
  program.error(`error: unknown command '${word}'. ${advice}`);
}
