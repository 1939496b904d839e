#!/usr/bin/env node
import { Command } from 'commander';
import { duration } from './commands/duration-option.js';
import { anyNumber, positiveNumber, waitSeconds, wholeNumber } from './commands/number-option.js';
import { serve } from './commands/serve.js';
import { version } from './version.js';

const program = new Command('autoresearch-mcp')
  .description('An MCP server that measures what a coding agent edits, and keeps what is really better.')
  .version(version);

program
  .command('serve', { isDefault: true })
  .description('serve MCP over stdio (what a client starts)')
  .option('--directory <path>', 'the repository, or a directory in it', process.cwd())
  .option(
    '--holdout-command <command>',
    'shell command that has the last word on each candidate and that no agent is shown',
  )
  .action(serve);

program
  .command('demo')
  .description('play a whole session on a small repository in a temporary directory, in about half a minute')
  // Imported here, so that a server does not load a client.
  .action(async () => (await import('./commands/demo.js')).demo());

program
  .command('accept')
  .argument('<run>', 'id of the run, such as sort-speed-k3f9.12')
  .description(
    'say that a run which is too good to be believed is real: it is measured again and may then be kept',
  )
  .option('--wait <seconds>', 'how long to wait for other measurements', waitSeconds, 600)
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

const examples = `
Examples:
  autoresearch-mcp extend --experiments 20                    20 more for the active session of this directory
  autoresearch-mcp extend --minutes 60 --session parse-k3f9   an hour more for the session of that id`;

program
  .command('extend')
  .description(
    'raise the budget of an active session, spent or not: for a person, since no tool of the server can',
  )
  .option('--experiments <number>', 'so many more experiments', wholeNumber)
  .option('--minutes <number>', 'so many more minutes, from now on where they are used up', positiveNumber)
  .option('--target <value>', 'the value of the metric to stop at from now on', anyNumber)
  .option('--session <id>', 'which session (default: the active one of the directory)')
  .option('--directory <path>', 'the repository, or a directory in it', process.cwd())
  .addHelpText('after', examples)
  .action(async (options) => (await import('./commands/extend.js')).extend(options));

program.addHelpText('after', examples);

if (process.platform === 'win32') {
  program.hook('preAction', () =>
    program.error('autoresearch-mcp runs on Linux and macOS. On Windows, install and start it inside WSL.'),
  );
}

await program.parseAsync();
