import { Argument, type Command } from 'commander';
import { shells } from './completion/shells.js';

/** The command that makes a shell complete all the others: it is to be defined last. */
export function defineCompletion(program: Command): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'which shell').choices(shells))
    .description('print a script that lets a shell complete commands and options')
    .addHelpText(
      'after',
      `
Examples:
  eval "$(autoresearch-mcp completion bash)"     in ~/.bashrc
  eval "$(autoresearch-mcp completion zsh)"      in ~/.zshrc, after compinit
  autoresearch-mcp completion fish | source      in ~/.config/fish/config.fish`,
    )
    .action(async (shell) => (await import('./completion.js')).completion(program, shell));
}
