/** Freeze plain data all the way down, in place. It must not contain itself. */
export function deepFreeze<T>(data: T): T {
  if (typeof data !== 'object' || data === null) return data;
  for (const value of Object.values(data)) deepFreeze(value);
  Object.freeze(data);
  return data;
}
