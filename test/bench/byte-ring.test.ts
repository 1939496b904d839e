import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createByteRing } from '../../src/bench/byte-ring.js';

it('holds the last bytes of whatever was pushed', () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array)));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), chunks, (capacity, pushed) => {
      const ring = createByteRing(capacity);
      for (const chunk of pushed) ring.push(chunk);
      const all = Buffer.concat(pushed);
      const dropped = Math.max(0, all.length - capacity);
      expect(ring.contents()).toEqual(all.subarray(dropped));
      expect(ring.dropped()).toBe(dropped);
    }),
  );
});
