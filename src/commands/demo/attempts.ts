/** One edit of the agent that the demo plays, and what the server should make of it. */
export interface Attempt {
  /** What the agent says that it tried. */
  readonly tried: string;
  /** File of the demo's candidates. */
  readonly candidate: string;
  /** Where the agent puts it. */
  readonly target: string;
  /** The verdict, or the code of the refusal. */
  readonly expected: string;
  readonly learned?: string;
}

const target = 'src/sort.js';

/** What the agent does, in order: two refusals that take no run, and six runs. */
export const attempts: readonly Attempt[] = [
  {
    tried: 'sort a typed array',
    candidate: 'typed-array.js',
    target,
    expected: 'better',
    learned: 'Most of the time went into calls of the comparator.',
  },
  {
    tried: 'radix sort, 4 passes',
    candidate: 'radix.js',
    target,
    expected: 'better',
    learned: 'No comparison at all is faster than a cheap one.',
  },
  {
    tried: 'make the benchmark easier',
    candidate: 'easier-benchmark.js',
    target: 'benchmark.js',
    expected: 'out_of_scope',
  },
  {
    tried: 'insertion sort',
    candidate: 'insertion.js',
    target,
    expected: 'not_better',
    learned: 'Quadratic time costs more than two buffers.',
  },
  {
    tried: 'radix sort by the top byte only',
    candidate: 'top-byte.js',
    target,
    expected: 'checks_failed',
    learned: 'The lower bytes decide where the top bytes are equal.',
  },
  {
    tried: 'shuffle until it is sorted',
    candidate: 'never-ends.js',
    target,
    expected: 'timed_out',
    learned: 'It does not end.',
  },
  {
    tried: 'print a METRIC line of its own',
    candidate: 'own-metric.js',
    target,
    expected: 'invalid_metric',
    learned: 'Two values for one metric are none.',
  },
  {
    tried: 'radix sort, 3 passes',
    candidate: 'wide-radix.js',
    target,
    expected: 'budget_spent',
  },
];
