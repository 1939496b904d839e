import type { Argument, Command, Option } from 'commander';

/** What may stand where a value is wanted: some words, a file or directory, or what nobody can guess. */
export type Value = readonly string[] | 'path' | 'anything';

export interface CompletedOption {
  /** With its dashes. */
  readonly name: string;
  readonly description: string;
  /** Absent for an option that takes none. */
  readonly value?: Value;
}

/** A program or a command of it, as a shell completes it. */
export interface CompletedCommand {
  /** What is typed for it after the program's name, each word behind a slash: `/token/list`. Empty for the program. */
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** Its first argument. */
  readonly argument?: Value;
  /** Those that may follow it. */
  readonly commands: readonly CompletedCommand[];
}

/**
 * A program with all that may follow it.
 *
 * @param usual name of the command that is meant where none is named: its options may follow at once.
 */
export function wordsOf(program: Command, usual: string): CompletedCommand {
  const words = commandWords(program, '');
  const meant = words.commands.find(({ name }) => name === usual)?.options ?? [];
  const others = words.options.filter(({ name }) => !meant.some((option) => option.name === name));
  return { ...words, options: [...meant, ...others] };
}

/** A command and all below it. */
export function withThoseBelow(command: CompletedCommand): CompletedCommand[] {
  return [command, ...command.commands.flatMap(withThoseBelow)];
}

function commandWords(command: Command, path: string): CompletedCommand {
  const help = command.createHelp();
  const commands = help.visibleCommands(command);
  const [argument] = command.registeredArguments;
  return {
    path,
    name: command.name(),
    description: command.description(),
    options: help.visibleOptions(command).flatMap(optionWords),
    ...(argument === undefined ? {} : { argument: valueFor(argument, argument.name()) }),
    commands: commands.map((each) => {
      const words = commandWords(each, `${path}/${each.name()}`);
      // Its argument is any of the others.
      return each.name() === 'help'
        ? { ...words, argument: command.commands.map((other) => other.name()) }
        : words;
    }),
  };
}

function optionWords(option: Option): CompletedOption[] {
  if (option.long === undefined || option.long === null) return [];
  const takesValue = option.required || option.optional;
  return [
    {
      name: option.long,
      description: option.description,
      ...(takesValue ? { value: valueFor(option, option.flags) } : {}),
    },
  ];
}

function valueFor({ argChoices }: Option | Argument, name: string): Value {
  return argChoices ?? (/\b(path|file|directory)\b/.test(name) ? 'path' : 'anything');
}
