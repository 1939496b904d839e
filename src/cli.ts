#!/usr/bin/env node
import { Command, Option } from 'commander';
import { defineCompletion } from './commands/define-completion.js';
import { defineLooking } from './commands/define-looking.js';
import { defineServing } from './commands/define-serving.js';
import { duration } from './commands/duration-option.js';
import { anyNumber, positiveNumber, waitSeconds, wholeNumber } from './commands/number-option.js';
import { ofSession } from './commands/session-options.js';
import { version } from './version.js';

const program = new Command('autoresearch-mcp')
  .description('An MCP server that measures what a coding agent edits, and keeps what is really better.')
  .version(version);

defineServing(program);
defineLooking(program);

program
  .command('demo')
  .description('play a whole session on a small repository in a temporary directory, in under a minute')
  .addHelpText('after', '\nExample:\n  autoresearch-mcp demo')
  // Imported here, so that a server does not load a client.
  .action(async () => (await import('./commands/demo.js')).demo());

program
  .command('accept')
  .argument('<run>', 'id of the run, such as sort-speed-k3f9.12')
  .description(
    'say that a run which is too good to be believed is real: it is measured again and may then be kept',
  )
  .option('--wait <seconds>', 'how long to wait for other measurements', waitSeconds, 600)
  .addHelpText('after', '\nExample:\n  autoresearch-mcp accept sort-speed-k3f9.12')
  .action(async (run, options) => (await import('./commands/accept.js')).accept(run, options));

program
  .command('abandon')
  .argument('<session>', 'id of the session, such as sort-speed-k3f9')
  .description(
    'end a session, and go back to the branch, index and files from before it; its own branch and refs stay',
  )
  .addHelpText('after', '\nExample:\n  autoresearch-mcp abandon sort-speed-k3f9')
  .action(async (session) => (await import('./commands/abandon.js')).abandon(session));

program
  .command('doctor')
  .description(
    'look at git, Node.js, the home directory, the database, locks, arms and refs; changes nothing',
  )
  .option('--directory <path>', 'the repository whose refs are looked at', process.cwd())
  .option('--json', 'as JSON')
  .addHelpText('after', '\nExample:\n  autoresearch-mcp doctor   exit code 1 where something needs doing')
  .action(async (options) => (await import('./commands/doctor.js')).doctor(options));

program
  .command('prune')
  .description(
    'remove measuring directories, logs and refs of sessions that have ended; rows, branches and kept commits stay',
  )
  .requiredOption('--older-than <duration>', 'how long ago they have ended: 12h, 30d, 8w', duration)
  .option('--dry-run', 'only say what would be removed')
  .addHelpText('after', '\nExample:\n  autoresearch-mcp prune --older-than 30d --dry-run')
  .action(async (options) => (await import('./commands/prune.js')).prune(options));

program
  .command('backup')
  .argument('<file>', 'where to; it must not be there yet')
  .description('copy the database to a file, also while servers use it')
  .addHelpText('after', '\nExample:\n  autoresearch-mcp backup ~/autoresearch-2026-03-01.db')
  .action(async (file) => (await import('./commands/backup.js')).backup(file));

program
  .command('recover')
  .description(
    'set a damaged database aside, and rebuild what refs and commits of a repository tell of sessions that have no rows',
  )
  .option(
    '--directory <path>',
    'a repository, or a directory in it (default: this one); may be given several times',
    (path: string, paths: string[] = []) => [...paths, path],
  )
  .addHelpText('after', '\nExample:\n  autoresearch-mcp recover --directory ~/parser --directory ~/sorter')
  .action(async (options) => (await import('./commands/recover.js')).recover(options));

program
  .command('export')
  .argument('[session]', 'id of the session (default: the active or newest one of the directory)')
  .description(
    'write all of a session: as results.tsv, as a log of pi-autoresearch, as a report, or with everything',
  )
  .addOption(
    new Option('--format <format>', 'tsv, jsonl, md or json')
      .choices(['tsv', 'jsonl', 'md', 'json'] as const)
      .makeOptionMandatory(),
  )
  .option('--output <file>', 'where to; it must not be there yet (default: standard output)')
  .option('--directory <path>', 'the repository, or a directory in it', process.cwd())
  .addHelpText('after', '\nExample:\n  autoresearch-mcp export parse-k3f9 --format md --output report.md')
  .action(async (session, options) => (await import('./commands/export.js')).exportSession(session, options));

program
  .command('import')
  .argument('<file>', 'a results.tsv, a log of pi-autoresearch, or what `export --format json` has written')
  .description(
    'take over runs that another program, or another home, has logged: marked as not measured here',
  )
  .option('--directory <path>', 'the repository that they are of', process.cwd())
  .addOption(
    new Option('--direction <way>', 'which way the metric is better, where the file does not say').choices([
      'lower',
      'higher',
    ] as const),
  )
  .addHelpText('after', '\nExample:\n  autoresearch-mcp import results.tsv --direction lower')
  .action(async (file, options) => (await import('./commands/import.js')).importRuns(file, options));

ofSession(program.command('extend'))
  .description(
    'raise the budget of an active session, spent or not: for a person, since no tool of the server can',
  )
  .option('--experiments <number>', 'so many more experiments', wholeNumber)
  .option('--minutes <number>', 'so many more minutes, from now on where they are used up', positiveNumber)
  .option('--target <value>', 'the value of the metric to stop at from now on', anyNumber)
  .addHelpText(
    'after',
    `
Examples:
  autoresearch-mcp extend --experiments 20
  autoresearch-mcp extend --minutes 60 --session parse-k3f9`,
  )
  .action(async (options) => (await import('./commands/extend.js')).extend(options));

ofSession(program.command('note'))
  .argument('<text>', 'what the agent is to know')
  .description(
    'say something to the agent that works on a session: it comes with the next result, in any client',
  )
  .addHelpText('after', '\nExample:\n  autoresearch-mcp note "leave the parser alone, try the cache"')
  .action(async (text, options) =>
    (await import('./commands/steer.js')).steer({ wish: 'note', text }, options),
  );

for (const wish of ['pause', 'stop'] as const) {
  ofSession(program.command(wish))
    .argument('[reason]', 'why, for the agent')
    .description(
      wish === 'pause'
        ? 'let no experiment be started until `resume`; what is being measured goes on'
        : 'let no further experiment be started, and have the session ended by its agent',
    )
    .addHelpText('after', `\nExample:\n  autoresearch-mcp ${wish} "the machine is needed"`)
    .action(async (reason, options) =>
      (await import('./commands/steer.js')).steer({ wish, reason }, options),
    );
}

ofSession(program.command('resume'))
  .description('let a session go on that was paused or stopped')
  .addHelpText('after', '\nExample:\n  autoresearch-mcp resume --session parse-k3f9')
  .action(async (options) => (await import('./commands/steer.js')).steer({ wish: 'resume' }, options));

defineCompletion(program);

program.addHelpText(
  'after',
  `
Examples:
  autoresearch-mcp --directory ~/parser     what a client starts
  autoresearch-mcp status --watch           how the work of an agent goes
  autoresearch-mcp note "try the cache"     a word to it from another terminal`,
);

if (process.platform === 'win32') {
  program.hook('preAction', () =>
    program.error('autoresearch-mcp runs on Linux and macOS. On Windows, install and start it inside WSL.'),
  );
}

await program.parseAsync();
