/** 32-bit integers in ascending order, should it ever find them so. */
export function sort(values) {
  const shuffled = new Int32Array(values);
  while (!isSorted(shuffled)) shuffle(shuffled);
  return shuffled;
}

function isSorted(values) {
  return values.every((value, index) => index === 0 || values[index - 1] <= value);
}

function shuffle(values) {
  for (let end = values.length - 1; end > 0; end--) {
    const at = Math.floor(Math.random() * (end + 1));
    [values[end], values[at]] = [values[at], values[end]];
  }
}
