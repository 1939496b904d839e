import { join } from 'node:path';
import { execa } from 'execa';
import { installed, node22 } from '../support/clients/installed.js';
import { temporaryDirectory } from '../support/temporary.js';

/** The revisions of the protocol that the official suite has requirements for. */
export const revisions = ['2025-11-25', '2026-07-28'] as const;

/**
 * Run what one revision requires of a server.
 *
 * @param baseline a file with the scenarios that fail, and have to.
 * @returns whether the suite is content, and its summary.
 */
export async function conformance(url: string, revision: string, baseline?: string) {
  const modules = await installed('@modelcontextprotocol/conformance@0.2.0-alpha.12');
  const program = join(modules, '@modelcontextprotocol/conformance/dist/index.js');
  const expected = baseline === undefined ? [] : ['--expected-failures', baseline];
  const args = [program, 'server', '--url', url, '--requirements', revision, ...expected];
  const { exitCode, stdout } = await execa(await node22(), args, {
    cwd: temporaryDirectory(),
    reject: false,
  });
  return { exitCode, summary: stdout.slice(stdout.indexOf('=== SUMMARY ===')) };
}
