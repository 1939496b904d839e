const tries = [
  'unroll the inner loop',
  'cache the parsed header',
  'read in larger blocks',
  'hash with fewer branches',
  'sort before the merge',
  'keep the buffer between calls',
  'inline the comparison',
  'skip what is known to be equal',
  'use a table for the digits',
  'split the lock in two',
  'write rows in one call',
  'walk the tree without recursion',
];
const lessons = [
  'branch mispredictions dominate',
  'the allocator is called once a row',
  'the disk is never waited for',
  'memory is touched twice',
  'the cache is too small for a page',
  'the compiler did it already',
  'most keys are short',
  'the loop is bound by latency',
  'the time goes into the parser',
];
const rare = ['prefetch', 'simd', 'hugepages', 'interning', 'bloom', 'arena', 'radix', 'trie'];

/** What somebody wrote down about a run: common words, and now and then a rare one. */
export function lessonOf(number) {
  const word = number % 50 === 0 ? ` with ${rare[(number / 50) % rare.length]}` : '';
  const [tried, lesson] = [tries[number % tries.length], lessons[number % lessons.length]];
  return {
    status: 'discard',
    description: `${tried}${word}, variant ${number}`,
    hypothesis: `${lessons[(number + 4) % lessons.length]}, so to ${tried} should help`,
    learned: `it did not: ${lesson}. Measured twice, with the same result, in round ${number % 100}.`,
  };
}
