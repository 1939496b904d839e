import { type Command, Option } from 'commander';
import { logFormats, logLevels } from '../mcp/logger.js';
import { portNumber } from './number-option.js';
import { refuseUnknown } from './unknown-command.js';

const several = (value: string, values: string[] = []) => [...values, value];

const examples = `
Examples:
  autoresearch-mcp serve --directory ~/parser    over stdio: what a client starts
  autoresearch-mcp serve --http --root ~/work    over HTTP, on 127.0.0.1`;

const forHttp = ['host', 'port', 'root', 'tokenFile', 'tlsCert', 'tlsKey', 'behindProxy', 'allowedHost'];

/** The server, and who may use it over HTTP. */
export function defineServing(program: Command): void {
  program
    .command('serve', { isDefault: true })
    .description('serve MCP, over stdio (what a client starts) or over HTTP')
    .option('--directory <path>', 'over stdio: the repository, or a directory in it', process.cwd())
    .option(
      '--holdout-command <command>',
      'shell command that has the last word on each candidate and that no agent is shown',
    )
    .option('--http', 'over Streamable HTTP, at /mcp')
    .option('--host <address>', 'with --http: where to listen', '127.0.0.1')
    .option('--port <number>', 'with --http: 0 for any that is free', portNumber, 4319)
    .option(
      '--root <directory>',
      'with --http: only repositories in it exist; may be given several times',
      several,
    )
    .option('--token-file <file>', 'with --http: who may come in (default: `tokens` in the home directory)')
    .option('--tls-cert <file>', 'with --http: certificate, as PEM')
    .option('--tls-key <file>', 'with --http: its key, as PEM')
    .option('--behind-proxy', 'with --http: a proxy before it speaks TLS, or nobody else reaches it')
    .option(
      '--allowed-host <name>',
      'with --http: a name that requests are addressed to, besides --host; may be given several times',
      several,
    )
    .addOption(new Option('--log-level <level>', 'what goes to stderr').choices(logLevels).default('info'))
    .addOption(
      new Option('--log-format <format>', 'default: pretty on a terminal, else json').choices(logFormats),
    )
    .addHelpText('after', examples)
    .allowExcessArguments()
    .action(async (options, command: Command) => {
      const [word] = command.args;
      if (word !== undefined) refuseUnknown(program, word);
      if (options.http === true) {
        if (command.getOptionValueSource('directory') === 'cli')
          command.error('With --http, --root says where there are repositories, and not --directory.');
        return (await import('./serve-http.js')).serveHttp(options);
      }
      const given = forHttp.find((name) => command.getOptionValueSource(name) === 'cli');
      if (given !== undefined) command.error('--host, --port, --root and the like need --http.');
      return (await import('./serve.js')).serve(options);
    });

  const token = program
    .command('token')
    .description('who may use the server over HTTP; a change counts from the next request on')
    .addHelpText('after', '\nExample:\n  autoresearch-mcp token list');
  const inFile = (command: Command) =>
    command.option('--token-file <file>', 'default: `tokens` in the home directory');
  inFile(token.command('list'))
    .description('the names of the tokens, and what they may do')
    .addHelpText('after', '\nExample:\n  autoresearch-mcp token list')
    .action(async (options) => (await import('./token.js')).listTokens(options));
  inFile(token.command('add'))
    .argument('<name>', 'whose it is: letters, digits, dots, dashes')
    .option('--read-only', 'lists and asks, and changes nothing')
    .description('make a token; it is shown on a terminal only, and is in the file')
    .addHelpText('after', '\nExample:\n  autoresearch-mcp token add laptop --read-only')
    .action(async (name, options) => (await import('./token.js')).addToken(name, options));
  inFile(token.command('remove'))
    .argument('<name>', 'of the token')
    .description('let nobody in by it any more')
    .addHelpText('after', '\nExample:\n  autoresearch-mcp token remove laptop')
    .action(async (name, options) => (await import('./token.js')).removeToken(name, options));
}
