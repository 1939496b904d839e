/** A step of the demo that did not come out as it should. */
export class DemoFailed extends Error {
  override readonly name = 'DemoFailed';
}

/** @throws DemoFailed unless both are the same. */
export function expectSame(what: string, actual: unknown, expected: unknown): void {
  if (actual === expected) return;
  throw new DemoFailed(`${what}: expected ${expected}, found ${actual}.`);
}
