/** 32-bit integers in ascending order. The list that is given stays as it is. */
export function sort(values) {
  // A typed array is sorted by value, without a call of a comparator for each pair.
  return Array.from(Int32Array.from(values).sort());
}
