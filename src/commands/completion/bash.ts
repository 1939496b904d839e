import { type CompletedCommand, type Value, withThoseBelow } from './words.js';

/**
 * Completion for bash 3.2 and later, without bash-completion. Where a path is wanted there is no reply, and readline
 * completes it. To bash, the `=` between an option and its value is a word.
 */
export function bashScript(program: CompletedCommand): string {
  const { name } = program;
  const own = `_${name.replaceAll('-', '_')}`;
  const all = withThoseBelow(program);
  return `# Completion of ${name} for bash.
${own}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" at='' words='' options='' word
  if [ "$current" = '=' ]; then
    current=''
  elif [ "$previous" = '=' ]; then
    previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at/$word" in
      ${program.commands
        .flatMap(withThoseBelow)
        .map(({ path }) => path)
        .join('|')}) at="$at/$word" ;;
    esac
  done
  COMPREPLY=()
  case "$at $previous" in
${all.flatMap(valueCases).join('\n')}
  esac
  case "$at" in
${all.map(commandCase).join('\n')}
  esac
  case "$current" in
    -*) words="$options" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F ${own} ${name}
`;
}

function valueCases({ path, options }: CompletedCommand): string[] {
  return options.flatMap((option) => {
    if (option.value === undefined) return [];
    const words = wordsIn(option.value);
    const reply = words === '' ? '' : ` COMPREPLY=($(compgen -W '${words}' -- "$current"));`;
    return [`    '${path} ${option.name}')${reply} return ;;`];
  });
}

/** Where nothing but options can follow, they are offered before a dash is typed. */
function commandCase({ path, options, argument, commands }: CompletedCommand): string {
  const names = options.map((option) => option.name).join(' ');
  const words = [...commands.map((command) => command.name), wordsIn(argument)].join(' ').trim();
  const offered = words === '' && argument !== 'path' ? '$options' : words;
  return `    '${path}') options='${names}' words="${offered}" ;;`;
}

function wordsIn(value: Value | undefined): string {
  return value === undefined || typeof value === 'string' ? '' : value.join(' ');
}
