import { randomUUID } from 'node:crypto';
import { type CommandOutcome, commandLine } from '../command-line.js';
import { type Connected, connect } from '../connect.js';
import { temporaryDirectory } from '../temporary.js';
import type { TestRepository } from '../test-repository.js';
import type { Look } from './look.js';
import { makeScene } from './scene.js';
import type { Client } from './step.js';

/** What there was when a session began. */
export interface Start {
  readonly look: Look;
  /** Paths that differed from HEAD. */
  readonly bystanders: ReadonlySet<string>;
}

/** A walk as it stands: the processes that take part in it, and what has been seen from outside so far. */
export interface WalkState {
  readonly repository: TestRepository;
  readonly home: string;
  /** `NAME=value` in the environment of whatever belongs to this walk. */
  readonly variable: string;
  /** By client; undefined for one that was killed and is not needed yet. */
  readonly servers: (Connected | undefined)[];
  readonly starts: Map<string, Start>;
  /** Contents by path that must not be lost: what stood there when it was last seen, or was written since. */
  readonly standing: Map<string, string>;
  /** Blobs that a server has put aside under one of its refs. */
  readonly putAside: Set<string>;
  /** Whether nothing has been killed since somebody last asked for the status. */
  isSettled: boolean;
  hasKilled: boolean;
  /** Until nobody holds the index any more. */
  released: Promise<void>;
  readonly start: (client: Client) => Promise<Connected>;
  readonly run: (args: readonly string[]) => Promise<CommandOutcome>;
}

/** A new scene with two servers. */
export async function beginWalk(): Promise<WalkState> {
  const repository = makeScene();
  const home = temporaryDirectory();
  const id = randomUUID();
  const place = { directory: repository.root, home, env: { RANDOM_WALK: id } };
  const servers: (Connected | undefined)[] = [];
  const start = async (client: Client) => {
    const server = await connect(place);
    servers[client] = server;
    return server;
  };
  await Promise.all([start(0), start(1)]);
  return {
    repository,
    home,
    variable: `RANDOM_WALK=${id}`,
    servers,
    starts: new Map(),
    standing: new Map(),
    putAside: new Set(),
    isSettled: true,
    hasKilled: false,
    released: Promise.resolve(),
    start,
    run: (args) => commandLine(args, place),
  };
}

/** The server of a client, started where there is none. */
export async function serverOf(walk: WalkState, client: Client): Promise<Connected> {
  return walk.servers[client] ?? (await walk.start(client));
}

/** Whatever server is left is closed. */
export async function closeServers({ servers }: WalkState): Promise<void> {
  await Promise.all(servers.map((server) => server?.close()));
}
