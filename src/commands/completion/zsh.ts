import { type CompletedCommand, type CompletedOption, type Value, withThoseBelow } from './words.js';

/** Completion for zsh, a function a command: to be sourced after compinit, or put into a directory of fpath as `_<name>`. */
export function zshScript(program: CompletedCommand): string {
  const { name } = program;
  const own = `_${name}`;
  const functions = withThoseBelow(program).map(
    (command) => `${functionName(own, command)}() {\n${bodyOf(own, command)}\n}\n`,
  );
  return `#compdef ${name}
# Completion of ${name} for zsh.
${functions.join('')}if [ "$funcstack[1]" = ${own} ]; then
  ${own} "$@"
else
  compdef ${own} ${name}
fi
`;
}

function functionName(own: string, { path }: CompletedCommand): string {
  return own + path.replaceAll('/', '_');
}

function bodyOf(own: string, { options, argument, commands }: CompletedCommand): string {
  const specs = options.map(optionSpec);
  if (commands.length === 0) {
    const first = argument === undefined ? [] : [quoted(`1:argument:${actionFor(argument)}`)];
    return `  _arguments ${[...specs, ...first].join(' ')}`;
  }
  return `  local curcontext="$curcontext" state
  local -a line commands
  commands=(
    ${commands.map(({ name, description }) => quoted(`${name}:${description}`)).join('\n    ')}
  )
  _arguments -C ${specs.join(' ')} '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
${commands.map((command) => `        ${command.name}) ${functionName(own, command)} ;;`).join('\n')}
      esac ;;
  esac`;
}

/** A word may follow a `=`, too. A path is one by itself, so that the shell reads a `~` at its beginning. */
function optionSpec({ name, description, value }: CompletedOption): string {
  const text = description.replace(/[[\]:\\]/g, '\\$&');
  if (value === undefined) return quoted(`${name}[${text}]`);
  return quoted(`${name}${typeof value === 'string' ? '' : '='}[${text}]:value:${actionFor(value)}`);
}

/** What completes a value. A blank is one that nobody can guess. */
function actionFor(value: Value): string {
  if (value === 'path') return '_files';
  return typeof value === 'string' ? ' ' : `(${value.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
