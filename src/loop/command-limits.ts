import type { Measuring } from './measuring.js';

/** What all commands of a run have in common. */
export function commandLimits({ session, mark, logPath, signal }: Measuring) {
  const env = { PATH: session.commands.searchPath };
  return { env, killGraceSeconds: session.config.kill_grace_seconds, mark, logPath, signal };
}
