import { type CompletedCommand, type CompletedOption, type Value, withThoseBelow } from './words.js';

/** Completion for fish: to be put into `~/.config/fish/completions/<name>.fish`. */
export function fishScript(program: CompletedCommand): string {
  const { name } = program;
  const isAt = `__${name.replaceAll('-', '_')}_is_at`;
  const lines = withThoseBelow(program).flatMap((command) =>
    linesOf(command).map((line) => `-n "${isAt} '${command.path}'" ${line}`),
  );
  return `# Completion of ${name} for fish.
function ${isAt}
  set -l at ''
  set -l words (commandline -opc)
  set -e words[1]
  for word in $words
    switch "$at/$word"
      case ${program.commands
        .flatMap(withThoseBelow)
        .map(({ path }) => path)
        .join(' ')}
        set at "$at/$word"
    end
  end
  test "$at" = "$argv[1]"
end
${['-f', ...lines].map((line) => `complete -c ${name} ${line}\n`).join('')}`;
}

function linesOf({ commands, options, argument }: CompletedCommand): string[] {
  return [
    ...commands.map((command) => `-a ${command.name} -d ${quoted(command.description)}`),
    ...options.map(optionWords),
    ...argumentWords(argument),
  ];
}

function optionWords({ name, description, value }: CompletedOption): string {
  const long = `-l ${name.replace(/^--/, '')} -d ${quoted(description)}`;
  return value === undefined ? long : `${long} ${valueWords(value)}`;
}

function argumentWords(argument: Value | undefined): string[] {
  if (argument === undefined || argument === 'anything') return [];
  return [argument === 'path' ? '-F' : `-a ${quoted(argument.join(' '))}`];
}

function valueWords(value: Value): string {
  if (value === 'path') return '-r -F';
  return typeof value === 'string' ? '-x' : `-x -a ${quoted(value.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
