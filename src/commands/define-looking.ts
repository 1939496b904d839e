import { type Command, Option } from 'commander';
import { ideaStates } from '../loop/ideas/list-ideas.js';
import { outcomes, verdicts } from '../loop/query-runs.js';
import { wholeNumber } from './number-option.js';
import { ofSession } from './session-options.js';

const usualLimit = 50;

/** The commands by which a person looks at sessions. None of them changes anything. */
export function defineLooking(program: Command): void {
  defineStatus(program);
  defineHistory(program);
  defineShow(program);
  defineIdeas(program);
}

function defineStatus(program: Command): void {
  ofSession(program.command('status'))
    .description('where a session stands: best so far, what is being measured, and the last runs')
    .option('--watch', 'again every two seconds, until Ctrl-C; not on a terminal: when it has changed')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  autoresearch-mcp status --watch')
    .action(async (options) => (await import('./status.js')).status(options));
}

function defineHistory(program: Command): void {
  ofSession(program.command('history'))
    .description('the runs of a session, newest first')
    .addOption(new Option('--all', 'of all sessions and repositories of this machine').conflicts('session'))
    .option('--query <words>', 'only those with these words, the best match first')
    .addOption(new Option('--verdict <verdict>', 'only those with this verdict').choices(verdicts))
    .addOption(new Option('--outcome <outcome>', 'only those with this outcome').choices(outcomes))
    .option('--limit <number>', 'so many at most', wholeNumber, usualLimit)
    .addOption(new Option('--json', 'as JSON').conflicts('tsv'))
    .option('--tsv', 'as tab-separated values, under a line of names')
    .addHelpText(
      'after',
      `
Examples:
  autoresearch-mcp history --outcome kept           what was kept here
  autoresearch-mcp history --all --query "cache"    what was ever tried with it`,
    )
    .action(async (options) => (await import('./history.js')).history(options));
}

function defineShow(program: Command): void {
  ofSession(program.command('show'))
    .argument('<run>', 'id of the run, such as sort-speed-k3f9.12, or its number in the session')
    .description('one run in full, with its difference')
    .addHelpText('after', '\nExample:\n  autoresearch-mcp show 12')
    .action(async (run, options) => (await import('./show.js')).show(run, options));
}

function defineIdeas(program: Command): void {
  ofSession(program.command('ideas'))
    .description('the ideas of a session, the highest priority first')
    .addOption(new Option('--state <state>', 'only those in this state').choices(ideaStates))
    .option('--query <words>', 'only those with these words, the best match first')
    .option('--limit <number>', 'so many at most', wholeNumber, usualLimit)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  autoresearch-mcp ideas --state open')
    .action(async (options) => (await import('./ideas.js')).ideas(options));
}
