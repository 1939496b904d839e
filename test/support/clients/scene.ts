import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { npmPackage } from '../npm-package.js';
import { makePerson, type Person } from '../person.js';
import { runLong } from '../run-long.js';
import { type Served, serveHttp } from '../served.js';
import { type Files, makeRepository, type TestRepository } from '../test-repository.js';

/** Clients whose command line is on the npm registry, with the versions that are tried. */
export const packages = {
  'claude-code': '@anthropic-ai/claude-code@2.1.330',
  codex: '@openai/codex@0.169.0',
  'gemini-cli': '@google/gemini-cli@0.61.0',
} as const;
export type CommandLine = keyof typeof packages;

const places = new Map<CommandLine, string>();

afterAll(() => {
  for (const place of places.values()) rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

/** Installed once for all tests of a file, which share nothing else. @returns where its programs are. */
async function programsOf(client: CommandLine): Promise<string> {
  const place = places.get(client) ?? mkdtempSync(join(tmpdir(), 'autoresearch-test-'));
  if (!places.has(client)) await npmPackage(packages[client], place);
  places.set(client, place);
  return join(place, 'node_modules', '.bin');
}

/** A person with one client, in a repository, and a server over HTTP. */
export interface Scene {
  readonly person: Person;
  readonly repository: TestRepository;
  readonly served: Served;
  /** Run shell commands as the page has them, but for the port. @returns what they print. */
  readonly run: (commands: string) => Promise<string>;
  /** Write a file of settings as the page has it, but for the port. */
  readonly write: (path: string, settings: string) => void;
}

/**
 * @param files what the repository holds.
 * @param more variables of the person's environment.
 */
export async function sceneOf(
  client: CommandLine,
  files: Files = { 'work.txt': '40\n' },
  more: Readonly<Record<string, string>> = {},
): Promise<Scene> {
  const programs = await programsOf(client);
  const repository = makeRepository(files);
  const served = await serveHttp(repository.root);
  const { home, env } = makePerson([programs]);
  const person = { home, env: { ...env, AUTORESEARCH_CLIENT_TOKEN: served.token, ...more } };
  const here = (text: string) => text.replaceAll('http://127.0.0.1:4319/mcp', served.url);
  return {
    person,
    repository,
    served,
    run: (commands) =>
      runLong('sh', ['-euc', `{ ${here(commands)}\n} 2>&1 < /dev/null`], {
        cwd: repository.root,
        env: person.env,
      }),
    write: (path, settings) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, here(settings));
    },
  };
}
