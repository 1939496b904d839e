/** 32-bit integers in ascending order. The list that is given stays as it is. */
export function sort(values) {
  const sorted = new Int32Array(values);
  for (let end = 1; end < sorted.length; end++) {
    const value = sorted[end];
    let at = end;
    while (at > 0 && sorted[at - 1] > value) {
      sorted[at] = sorted[at - 1];
      at--;
    }
    sorted[at] = value;
  }
  return sorted;
}
