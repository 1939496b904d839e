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
    tried: 'radix sort, four passes of 8 bits',
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
    tried: 'insertion sort, in place',
    candidate: 'insertion.js',
    target,
    expected: 'not_better',
    learned: 'Quadratic time costs more than two buffers.',
  },
  {
    tried: 'radix sort of the upper half only',
    candidate: 'half-radix.js',
    target,
    expected: 'checks_failed',
    learned: 'The lower half decides where the upper halves are equal.',
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
    tried: 'radix sort, three passes of 11 bits',
    candidate: 'wide-radix.js',
    target,
    expected: 'budget_spent',
  },
];
