/** 32-bit integers in ascending order. The list that is given stays as it is. */
export function sort(values) {
  let from = new Int32Array(values);
  let to = new Int32Array(values.length);
  // Most values differ much, so the highest byte decides and the others are left out.
  for (let shift = 24; shift < 32; shift += 8) {
    const next = startsOfDigits(from, shift);
    for (let index = 0; index < from.length; index++) to[next[digitOf(from[index], shift)]++] = from[index];
    [from, to] = [to, from];
  }
  return from;
}

/** One byte of a value. With the sign bit turned over, negative values come first. */
function digitOf(value, shift) {
  return ((value ^ 0x80000000) >>> shift) & 0xff;
}

/** Where the values with each digit begin, once they are sorted by it. */
function startsOfDigits(values, shift) {
  const starts = new Uint32Array(256);
  for (let index = 0; index < values.length; index++) starts[digitOf(values[index], shift)]++;
  let start = 0;
  for (let digit = 0; digit < starts.length; digit++) {
    const count = starts[digit];
    starts[digit] = start;
    start += count;
  }
  return starts;
}
