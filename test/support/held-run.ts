import { onTestFinished } from 'vitest';
import { type Connected, connect } from './connect.js';
import { eventually } from './eventually.js';
import { type Gate, isAlive, makeGate } from './gate.js';
import type { NoisySession } from './noisy.js';

/**
 * A hook that stops the second member of the n-th pair from now on at a gate. Both members of a pair have one seed, and
 * nothing else has.
 */
function holdingPair(number: number, gate: Gate): string {
  return `cd "$NOISY_DIRECTORY"
last=$(cat last 2>/dev/null)
echo "$AUTORESEARCH_SEED" > last
if [ "$last" = "$AUTORESEARCH_SEED" ]; then
  echo x >> seconds
  if [ "$(wc -l < seconds)" -eq ${number} ]; then
${gate.code}  fi
fi
cd - > /dev/null
`;
}

/** Let the n-th pair from now on stop at a gate, in its middle. */
export function holdPair(session: NoisySession, number: number): Gate {
  const gate = makeGate();
  onTestFinished(async () => {
    gate.open();
    await gate.deserted();
  });
  session.setHook(holdingPair(number, gate));
  return gate;
}

/** Start a run of some code, whose n-th pair then stands in its middle; the identifier of the run. */
export async function startHeldRun(session: NoisySession, code: string, number: number): Promise<string> {
  const gate = holdPair(session, number);
  session.repository.write('code.sh', code);
  const run = await session.server.ok('run_experiment', { description: 'a try', wait_seconds: 0 });
  await gate.reached();
  return run.run_id;
}

/** Kill the server of a session, as the machine would that runs out of memory. */
export async function killServer({ server }: NoisySession): Promise<void> {
  process.kill(server.pid, 'SIGKILL');
  await eventually('the server to be gone', () => !isAlive(server.pid));
}

/** Another server with the home of the first. */
export function nextServer({ kind, repository, server, env }: NoisySession): Promise<Connected> {
  return connect({ directory: repository.root, home: server.home, kind, env });
}
