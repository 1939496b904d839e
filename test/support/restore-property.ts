import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type Connected, connect } from './connect.js';
import { edits, laterEdits } from './edit-sequences.js';
import type { Edit } from './edits.js';
import { gitLine } from './git-bytes.js';
import { makePlanned, type RepositoryPlan, repositoryPlan } from './restore-repository.js';
import { Scene } from './restore-scene.js';
import { temporaryDirectory } from './temporary.js';
import { readWorktree } from './worktree-state.js';

/** One round: edits that are discarded, then the same edits kept. */
interface Round {
  readonly edits: readonly Edit[];
  /** Done after the snapshot, before the discard. */
  readonly later: readonly Edit[];
}

interface Story {
  readonly plan: RepositoryPlan;
  readonly rounds: readonly Round[];
  /** Done after the last snapshot, before the last keep. */
  readonly last: readonly Edit[];
}

const story: fc.Arbitrary<Story> = fc.record({
  plan: repositoryPlan,
  rounds: fc.array(fc.record({ edits, later: laterEdits }), { minLength: 1, maxLength: 5, size: 'max' }),
  last: laterEdits,
});

/** How many rounds went which way: a property that only ever saw refusals would prove little. */
export interface Tally {
  rounds: number;
  refused: number;
}

/**
 * The property, for many repositories through one server.
 *
 * The seed is fixed, so that a failure stays; `RESTORE_SEED` draws other cases, and `RESTORE_RUNS` more of them. A
 * failure prints seed, path and counterexample.
 */
export async function checkRestore(runs: number, seed = 2): Promise<Tally> {
  const server = await connect({ directory: temporaryDirectory() });
  const tally: Tally = { rounds: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(story, (each) => play(server, each, tally)),
    {
      seed: Number(process.env.RESTORE_SEED ?? seed),
      numRuns: Number(process.env.RESTORE_RUNS ?? runs),
      ...(process.env.RESTORE_PATH === undefined ? {} : { path: process.env.RESTORE_PATH }),
      // Shrinking starts many servers' worth of work; whoever looks for the smallest case asks for it.
      endOnFailure: process.env.RESTORE_SHRINK === undefined,
    },
  );
  return tally;
}

async function play(server: Connected, { plan, rounds, last }: Story, tally: Tally): Promise<void> {
  const root = makePlanned(plan);
  const before = readWorktree(root);
  const started = await server.ok('init_experiment', {
    name: 'restore',
    directory: join(root, plan.prefix),
    metric_name: 'size',
    direction: 'lower',
    command: 'sh bench.sh',
    isolation: plan.isolation,
    accept_dirty: true,
    wait_seconds: 60,
  });
  const session = String(started.session_id);
  const scene = new Scene({ server, root, prefix: plan.prefix, session, before });
  scene.assertStarted();
  for (const [at, { edits, later }] of rounds.entries()) {
    tally.rounds++;
    const isLast = at === rounds.length - 1;
    const goesOn = (await scene.discard(edits, later)) && (await scene.keep(edits, isLast ? last : []));
    if (goesOn) continue;
    tally.refused++;
    break;
  }
  await server.ok('end_session', { session_id: session });
  expect(existsSync(join(gitLine(root, 'rev-parse', '--git-common-dir'), 'hook-ran'))).toBe(false);
}
