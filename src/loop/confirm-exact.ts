import type { Run } from '../store/run.js';
import { type Measuring, type Subject, sampleTree } from './measure.js';
import type { Place } from './place.js';
import { valuesOf } from './run-values.js';

// A deterministic metric is taken at its word only after this many more samples of each side.
const repeats = 3;

/** What repeating a deterministic measurement came to. */
export type Repetition = 'same' | 'differs' | 'failed';

/**
 * Sample candidate and incumbent again under other seeds. Any difference means that the metric is not deterministic
 * after all.
 */
export async function repeatExactly(
  measuring: Measuring,
  place: Place,
  run: Run,
  value: number,
): Promise<Repetition> {
  const { app, session } = measuring;
  const [incumbentValue] = valuesOf(app, session, run.incumbent, place.isolation);
  const purpose = 'repeat' as const;
  const candidate: Subject = { tree: run.tree, measuredRun: run.number, role: 'candidate', purpose };
  const incumbent: Subject = {
    tree: session.incumbentTree,
    measuredRun: run.incumbent,
    role: 'incumbent',
    purpose,
  };
  for (let done = 0; done < repeats; done++) {
    measuring.report({ done, total: repeats, message: 'repeating the measurement of both sides' });
    const after = await sampleTree(measuring, place, candidate);
    const before = await sampleTree(measuring, place, incumbent);
    if (after.status !== 'ok' || before.status !== 'ok') return 'failed';
    if (after.value !== value || before.value !== incumbentValue) return 'differs';
  }
  return 'same';
}
