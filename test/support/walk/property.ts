import fc from 'fast-check';
import { way } from './sequences.js';
import type { Step } from './step.js';
import { goWalk, type Stumble } from './walk.js';

/** How many shorter ways are tried after one that went wrong: each takes seconds. */
const shorterWays = 25;

/** Go some walks. @throws with the shortest way that was found to go wrong, step by step. */
export async function checkWalks(count: number, seed: number): Promise<void> {
  let wrong: { readonly steps: readonly Step[]; readonly stumble: Stumble } | undefined;
  let shortened = 0;
  const property = fc.asyncProperty(way, async (each) => {
    // Whatever is not tried any more counts as right, so that shrinking comes to its end.
    if (wrong !== undefined && ++shortened > shorterWays) return true;
    const stumble = await goWalk(each);
    if (stumble === undefined) return true;
    wrong = { steps: each.steps, stumble };
    return false;
  });
  await fc.check(property, { numRuns: count, seed });
  if (wrong !== undefined) throw new Error(told(wrong.steps, wrong.stumble, seed));
}

function told(steps: readonly Step[], { at, complaints, trace }: Stumble, seed: number): string {
  const lines = steps.slice(0, at + 1).map((step, number) => {
    const said = trace[number];
    return `${number + 1}. ${JSON.stringify(step)}${said ? `\n   -> ${said.slice(0, 400)}` : ''}`;
  });
  const where = at < steps.length ? `step ${at + 1}` : 'the loop at the end';
  return [`Seed ${seed}; at ${where}:`, ...complaints.map((each) => `- ${each}`), 'The walk:', ...lines].join(
    '\n',
  );
}
