import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { lookAt } from '../../src/workspace/look.js';
import { toPathBytes } from '../../src/workspace/path-bytes.js';
import { openRepository } from '../../src/workspace/repository.js';
import { compileScope, outOfScope, type ScopeRules } from '../../src/workspace/scope.js';
import { seedPrivateIndex, takeSnapshot } from '../../src/workspace/snapshot.js';
import { editableNames, edits } from './edit-sequences.js';
import { applyEdits } from './edits.js';
import { makePlanned, repositoryPlan } from './restore-repository.js';
import { slowRule } from './slow-scope.js';
import { temporaryDirectory } from './temporary.js';
import { asText, differences, readTree, treeOfWorktree } from './worktree-state.js';

const globs = fc.subarray(['dir/**', '*.txt', 'lib', '**/*.js', '{a,b}*', 'user/*', '*'], { maxLength: 3 });
const story = fc.record({
  // Without unfinished work: bystanders have tests of their own.
  plan: repositoryPlan.map((plan) => ({ ...plan, unfinished: [] })),
  pinned: fc.array(fc.constantFrom(...editableNames), { maxLength: 2 }),
  editable: fc.option(
    globs.filter((each) => each.length > 0),
    { nil: undefined },
  ),
  protectedGlobs: globs.map((each) => each.slice(0, 1)),
  edits,
});

/**
 * Real edits in real repositories, compared with a snapshot that is worked out anew and rules that are read slowly.
 *
 * @returns how many of them were refused, and how many were within the scope.
 */
export async function checkScopeOfEdits(
  runs: number,
  seed: number,
): Promise<{ refused: number; passed: number }> {
  const tally = { refused: 0, passed: 0 };
  await fc.assert(
    fc.asyncProperty(story, async ({ plan, pinned, editable, protectedGlobs, edits }) => {
      const root = makePlanned(plan);
      const repository = await openRepository(join(root, plan.prefix));
      const own = temporaryDirectory();
      const index = { path: join(own, 'index'), excludesPath: join(own, 'excludes') };
      writeFileSync(index.excludesPath, `/${plan.prefix}.autoresearch/\n`);
      await seedPrivateIndex(repository, index);
      const start = (await takeSnapshot(repository, index)).tree;
      const rules: ScopeRules = {
        prefix: plan.prefix,
        pinned: pinned.map((path) => toPathBytes(plan.prefix) + path),
        protected: protectedGlobs,
        bystanders: [],
        ignored: [],
        ...(editable === undefined ? {} : { editable }),
      };
      applyEdits(root, plan.prefix, edits);
      const { changes } = await lookAt(repository, index, start);
      const tree = treeOfWorktree(root, readTree(root, start).keys(), index.excludesPath);
      const expected = differences(root, start, tree).filter((path) => slowRule(rules, path) !== undefined);
      const found = outOfScope(changes, compileScope(rules));
      expect(found.map((each) => each.path).sort()).toEqual(asText(expected));
      tally[found.length > 0 ? 'refused' : 'passed'] += 1;
    }),
    { seed, numRuns: runs, endOnFailure: true },
  );
  return tally;
}
