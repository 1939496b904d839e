import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { Refusal } from '../../../errors.js';

/** Where to listen, and with which certificate. */
export interface ListenOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** PEM, of a certificate and its key. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
}

// Time-outs in milliseconds.
const limits = {
  maxHeaderSize: 16 * 1024,
  /** For the head of a request: who opens a connection and says nothing is dropped. */
  headersTimeout: 10_000,
  /** For all of a request; an answer may take as long as it takes. */
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
};
/** As for a head: else TLS gives two minutes to who says nothing. */
const tlsLimits = { handshakeTimeout: limits.headersTimeout };
const maxConnections = 1_000;
/** All of them are looked at: Node.js would leave out those that are too many, without a word. */
const maxHeadersCount = 0;
// Every stream has a sign of life each 15 seconds: where none has gone out for so long, nobody reads.
// Node.js waits that long twice where the machine has taken some of it in.
const silenceMilliseconds = 60_000;

/**
 * A server that drops who keeps it waiting.
 *
 * @throws Refusal `invalid_config` where it cannot listen.
 */
export async function listen(listener: RequestListener, options: ListenOptions) {
  const { host, port, tls } = options;
  const server =
    tls === undefined
      ? createServer(limits, listener)
      : createTlsServer({ ...limits, ...tlsLimits, ...tls }, listener);
  server.maxConnections = maxConnections;
  server.maxHeadersCount = maxHeadersCount;
  server.setTimeout(silenceMilliseconds);
  const sockets = openSockets(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(host, port, error)));
    server.listen(port, host, resolve);
  });
  return {
    server,
    dropConnections: (): void => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** All of them: `closeAllConnections` knows nothing of those that have not said yet what they want, or are still at TLS. */
function openSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function cannotListen(host: string, port: number, error: Error): Refusal {
  return new Refusal(
    'invalid_config',
    `Nothing can listen at ${host}, port ${port}: ${error.message}.`,
    'Give another --port or --host.',
  );
}
