import { findPrograms, searchPathOf } from '../bench/find-programs.js';
import { firstLineOf, type ResolvedCommand, resolveCommand } from '../bench/resolve-command.js';
import type { SessionConfig } from '../config/settings.js';
import type { SessionCommands } from '../store/session.js';
import { displayPath, type PathBytes } from '../workspace/path-bytes.js';
import type { Repository } from '../workspace/repository.js';

const lines = {
  measure: 'command',
  evaluate: 'evaluate_command',
  checks: 'checks_command',
  setup: 'setup_command',
} as const;

type Lines = Pick<SessionCommands, keyof typeof lines>;

/** What the commands of a config are: a script or a line for the shell, each. */
export async function resolveCommands(config: SessionConfig, repository: Repository): Promise<Lines> {
  const directory = `${repository.root}/${repository.prefix}`;
  const resolved = async (name: keyof typeof lines) => {
    const command = config[lines[name]];
    return command === undefined ? {} : { [name]: await resolveCommand(command, directory, repository.root) };
  };
  const measure = await resolveCommand(config.command, directory, repository.root);
  return Object.assign(
    { measure },
    await resolved('evaluate'),
    await resolved('checks'),
    await resolved('setup'),
  );
}

/** What `/bin/sh` is given, of all the commands. */
export function shellLines({ measure, evaluate, checks, setup }: Lines): string[] {
  const known: (ResolvedCommand | undefined)[] = [measure, evaluate, checks, setup];
  return known.flatMap((each) => each?.line ?? []);
}

/**
 * Settle everything that a session runs: where programs are looked for, and which are found there for the words of the
 * commands and for the first lines of the scripts that they name.
 *
 * @param pinned the files that the commands name, below the repository's root.
 * @param holdout the server's own hold-out command, if it has one.
 */
export async function settleCommands(
  repository: Repository,
  commands: Lines,
  pinned: readonly PathBytes[],
  holdout: string | undefined,
): Promise<SessionCommands> {
  const searchPath = searchPathOf(process.env.PATH);
  const shebangs = await shebangsOf(repository, pinned);
  const programs = await findPrograms([...shellLines(commands), ...shebangs], searchPath);
  const settled = { ...commands, searchPath, programs };
  if (holdout === undefined) return settled;
  return { ...settled, holdout: { line: holdout, programs: await findPrograms([holdout], searchPath) } };
}

/** The commands in the first lines of scripts. */
export async function shebangsOf({ root }: Repository, paths: readonly PathBytes[]): Promise<string[]> {
  const lines = await Promise.all(paths.map((path) => firstLineOf(`${root}/${displayPath(path)}`)));
  return lines.filter((line) => line.startsWith('#!')).map((line) => line.slice(2).trim());
}
