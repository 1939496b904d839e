// Prints how many lists of 10,000 integers are sorted in a second of the processor's time, which goes on only while this
// program runs: the fastest of a few short rounds, which is the one that the rest of the machine has disturbed least.
import { randomIntegers } from './random.js';
import { sort } from './src/sort.js';

const warmUpSeconds = 0.05;
const roundSeconds = 0.01;
const rounds = 5;

// The server gives every sample another seed, so that no candidate can be made for one list.
const values = randomIntegers(10_000, Number(process.env.AUTORESEARCH_SEED ?? 1));

function processorSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Sorts for some time and returns the sorts per second. */
function sortFor(seconds) {
  const start = processorSeconds();
  for (let count = 1; ; count++) {
    sort(values);
    const elapsed = processorSeconds() - start;
    if (elapsed >= seconds) return count / elapsed;
  }
}

sortFor(warmUpSeconds);
const rates = Array.from({ length: rounds }, () => sortFor(roundSeconds));
console.log(`METRIC ops_per_sec=${Math.max(...rates).toFixed(1)}`);
