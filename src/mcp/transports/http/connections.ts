import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Visitor } from '../../../config/access-tokens.js';
import type { Connection } from '../../tool.js';

/**
 * What is known of a connection. Requests of the 2026-07-28 revision have none: what was asked of a person is kept by token, and
 * which session was the last is not known, since many agents may share a token.
 *
 * @param roots where the only one is a repository, it is the directory of calls that name none.
 */
export function openConnections(roots: readonly string[]): (visitor: Visitor) => Connection {
  const asked = new Map<string, Set<string>>();
  const [only] = roots.length === 1 ? roots : [];
  return ({ key }) => {
    const set = asked.get(key) ?? new Set<string>();
    asked.set(key, set);
    return { asked: set, ...(only !== undefined && isRepository(only) ? { directory: only } : {}) };
  };
}

/** Else it only holds some: it is for the call to say which, and not for git to say that this is none. */
function isRepository(directory: string): boolean {
  return existsSync(join(directory, '.git'));
}
