import { describe, expect, test } from 'vitest';
import { clientKinds } from '../support/connect.js';
import { countRows } from '../support/database.js';
import { makeGate } from '../support/gate.js';
import { startSession } from '../support/session.js';

// Every sample of this one is another number, and nearly every one is better than all of the baseline's.
const noisy = 'echo METRIC size=$(od -An -N3 -tu4 /dev/urandom | tr -d " ")\n';
const lucky = `value=$(od -An -N1 -tu1 /dev/urandom | tr -d " "); echo METRIC size=0.$value\n`;

interface Drawn {
  readonly purpose: string;
  readonly pair?: number;
  readonly side: string;
}

describe.each(clientKinds)('with the %s client', (kind) => {
  test('a cancelled run of the same code goes on from its samples: there is no second draw', async () => {
    const gate = makeGate();
    // The gate is in the checks, and stands open for the baseline: only a candidate waits at it.
    const checks = `if grep -q 0.\\$value code.sh; then ${gate.code.trim().replaceAll('\n', '; ')}; fi\n`;
    const { repository, server } = await startSession({
      kind,
      files: { 'code.sh': noisy, 'checks.sh': checks },
      init: { checks_command: 'sh checks.sh' },
    });
    repository.write('code.sh', lucky);
    const first = await server.ok('run_experiment', { description: 'lucky', wait_seconds: 0 });
    await gate.reached();
    expect(await server.ok('cancel_run', { run_id: first.run_id })).toMatchObject({ verdict: 'cancelled' });
    gate.open();
    const second = await server.ok('run_experiment', { description: 'the same again' });
    expect(second).toMatchObject({ state: 'finished', verdict: 'better', evidence: 'confirmed', run: 2 });

    const { samples } = await server.ok('get_run', { run_id: second.run_id, include: ['samples'] });
    const drawn = samples.map((sample: Drawn) => `${sample.purpose} ${sample.pair} ${sample.side}`);
    expect(new Set(drawn).size).toBe(drawn.length);
    expect(drawn).toContain('screen 7 candidate');
    const taken = countRows(server.home, 'samples', "run = 1 AND purpose IN ('gate', 'warm-up', 'screen')");
    expect(taken).toBe(1 + 1 + 2 * 8);
    expect(countRows(server.home, 'samples', "run = 2 AND purpose <> 'confirm'")).toBe(0);
  });
});
