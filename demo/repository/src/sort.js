/** 32-bit integers in ascending order. The list that is given stays as it is. */
export function sort(values) {
  return [...values].sort((a, b) => a - b);
}
