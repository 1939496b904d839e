import type { Session } from '../store/session.js';

/** Absolute path of the directory in which a session works: its repository's, or one below. */
export function workingDirectory({ root, prefix }: Session): string {
  return `${root}/${prefix}`.replace(/\/$/, '');
}
