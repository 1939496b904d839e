import { printing, scriptInit } from '../session.js';
import type { Call, Step } from './plot.js';

const init: Step = () => ({ tool: 'init_experiment', args: scriptInit });

const run: Step = () => ({ tool: 'run_experiment', args: { description: 'a try' } });

const edit =
  (from: number, to: number): Step =>
  () => ({ edit: 'code.sh', from: printing(from).trim(), to: printing(to).trim() });

/** Log the run that was shown last. */
const log =
  (status: 'keep' | 'discard'): Step =>
  (shown) => ({ tool: 'log_experiment', args: { run_id: lastRun(shown), status, description: 'a try' } });

/** @throws Error where no run was named in the last result. */
function lastRun(shown: readonly string[]): string {
  const [, id] = /\brun_id\W{1,6}([\w-]+\.\d+)/.exec(shown.at(-1) ?? '') ?? [];
  if (id === undefined) throw new Error(`No run was shown: ${shown.at(-1)}`);
  return id;
}

const look: Step = () => ({ shell: 'cat code.sh' });

/** Better and kept; then worse, refused to be kept, and discarded. */
export const wholeLoop: readonly Step[] = [
  init,
  edit(100, 90),
  run,
  log('keep'),
  edit(90, 95),
  run,
  log('keep'),
  log('discard'),
  look,
];

/** Better and kept. */
export const shortLoop: readonly Step[] = [init, edit(100, 90), run, log('keep')];

const change: Step = (): Call => ({ shell: 'sh change.sh' });

/** A run whose checks fail, then all of it. */
export const longResults: readonly Step[] = [
  () => ({ tool: 'init_experiment', args: { ...scriptInit, checks_command: 'sh checks.sh' } }),
  change,
  run,
  (shown) => ({
    tool: 'get_run',
    args: { run_id: lastRun(shown), include: ['diff', 'output', 'samples'] },
  }),
];

/** The repository of {@link longResults}: everything that has a limit in a result is beyond it. */
export const longFiles = {
  'noise.sh': `for i in $(seq 150); do
  echo "METRIC a-metric-of-a-rather-long-name-$i=$i"
  printf '%d\\tthe "quick" brown fox \\\\ jumps over the lazy dog, and over and over and over again\\n' $i
done
`,
  'bench.sh': 'sh noise.sh\n. ./code.sh\n',
  'code.sh': printing(100),
  'checks.sh': 'sh noise.sh\ntest ! -e one-of-many-files-1.txt\n',
  'change.sh': `echo 'echo METRIC size=90' > code.sh
for i in $(seq 100); do
  echo "# a line of comment, which is long" >> code.sh
  echo $i > one-of-many-files-$i.txt
done
`,
};
