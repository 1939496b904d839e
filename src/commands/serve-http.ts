import { existsSync } from 'node:fs';
import { secretOf } from '../config/access-tokens.js';
import { ensureTokenFile } from '../config/token-file.js';
import { Refusal } from '../errors.js';
import { realRoots } from '../loop/bounds.js';
import { machineNow } from '../loop/machine-now.js';
import { callLog } from '../mcp/call-log.js';
import type { CallRecord } from '../mcp/call-record.js';
import { createLogger, type Logger, type LogOptions } from '../mcp/logger.js';
import { openCalls } from '../mcp/open-calls.js';
import { createServer } from '../mcp/server.js';
import { openConnections } from '../mcp/transports/http/connections.js';
import { serveOverHttp } from '../mcp/transports/http/http-server.js';
import { openKeyring, type TokenSources } from '../mcp/transports/http/keyring.js';
import { createMetrics } from '../mcp/transports/http/metrics.js';
import { appOpener } from './app-opener.js';
import { certificateOf } from './certificate.js';
import { type HostOptions, hostNamesOf, requireSafeHost, urlForClients } from './http-host.js';
import { tellAccess } from './tell-access.js';
import { tellRefusal } from './tell-refusal.js';
import { terminated } from './terminated.js';
import { defaultTokenFile, madeTokenPlace } from './token-place.js';

export interface ServeHttpOptions extends HostOptions, LogOptions {
  readonly port: number;
  readonly root?: readonly string[];
  readonly tokenFile?: string;
  readonly holdoutCommand?: string;
}

/** Serve many MCP clients over Streamable HTTP, until a signal comes. What is being measured is then ended. */
export async function serveHttp(options: ServeHttpOptions): Promise<void> {
  const logger = await createLogger(options);
  // Before anything is started that would have to be ended.
  const signalled = terminated();
  try {
    const server = await start(options, logger);
    await signalled;
    await server.close();
    process.exit(0);
  } catch (error) {
    tellRefusal(error);
    process.exit();
  }
}

async function start(options: ServeHttpOptions, logger: Logger) {
  requireSafeHost(options);
  const hostNames = hostNamesOf(options);
  const roots = realRoots(requireRoots(options.root));
  const sources = tokenSources(options.tokenFile);
  if (sources.file !== undefined) await ensureTokenFile(sources.file);
  else if (existsSync(defaultTokenFile()))
    logger.warn({ file: defaultTokenFile() }, 'AUTORESEARCH_TOKEN takes the place of the tokens in the file');
  const keyring = openKeyring(sources, logger);
  const tls = certificateOf(options);
  const { holdoutCommand } = options;
  const { app, endRuns, close } = appOpener(logger, {
    roots,
    ...(holdoutCommand === undefined ? {} : { holdoutCommand }),
  });
  // Here, and not at the first call: whoever starts a server for many is to know at once that it cannot work.
  await app();
  const metrics = createMetrics(async () => ({ ...machineNow(await app()), sessions: server.sessions() }));
  const log = callLog(logger);
  const record = (call: CallRecord) => {
    log(call);
    metrics.count(call);
  };
  const calls = openCalls();
  const connectionOf = openConnections(roots);
  const server = await serveOverHttp(
    {
      createServer: (visitor, changes) =>
        createServer({
          app,
          connection: connectionOf(visitor),
          logger,
          calls,
          record,
          visitor,
          ...(changes === undefined ? {} : { changes }),
        }),
      keyring,
      logger,
      hostNames,
      metrics: metrics.text,
    },
    { host: options.host, port: options.port, ...(tls === undefined ? {} : { tls }) },
  ).catch(async (error: unknown) => {
    // What a killed server was measuring goes on by now.
    await close();
    throw error;
  });
  const url = `${server.url}/mcp`;
  logger.info({ url, roots }, 'listening');
  await tellAccess({ url: urlForClients(url, options), file: sources.file }).catch((error: unknown) =>
    logger.warn({ err: error }, 'where it is served could not be printed'),
  );
  return {
    close: async () => {
      server.refuse();
      await endRuns();
      // Who waited for what has just ended is told so.
      await calls.end();
      await server.close();
      await close();
    },
  };
}

function requireRoots(roots: readonly string[] = []): readonly string[] {
  if (roots.length > 0) return roots;
  throw new Refusal(
    'invalid_config',
    'Over HTTP, somebody has to say which repositories there are to work on.',
    'Give --root with a repository, or with a directory that holds some.',
  );
}

/** `AUTORESEARCH_TOKEN` takes the place of a file, unless one is named. */
function tokenSources(tokenFile: string | undefined): TokenSources {
  const secret = process.env.AUTORESEARCH_TOKEN || undefined;
  const file = tokenFile ?? (secret === undefined ? madeTokenPlace() : undefined);
  return {
    ...(secret === undefined ? {} : { secret: secretOf(secret, 'AUTORESEARCH_TOKEN') }),
    ...(file === undefined ? {} : { file }),
  };
}
