import fc from 'fast-check';

/** Of every property, so that a failure is the same everywhere. */
export const seed = { seed: 2 };

export const direction = fc.constantFrom('lower' as const, 'higher' as const);

// Small ones, so that sides are equal and ratios tied often enough.
const positive = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 1000 }));
const whole = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -1000, max: 1000 }));

const lengths = { minLength: 1, maxLength: 24 };

export const positivePairs = fc.array(fc.record({ incumbent: positive, candidate: positive }), lengths);

export const anyPairs = fc.array(fc.record({ incumbent: whole, candidate: whole }), lengths);

/** Effects with ties and zeros. */
export const effects = fc.array(whole, lengths);

/** Effects of different sizes, none of them zero. */
export const untiedEffects = fc
  .uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 24 })
  .chain((sizes) => fc.tuple(...sizes.map((size) => fc.constantFrom(size, -size))));
