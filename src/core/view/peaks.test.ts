import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Peaks } from './peaks';

const given = fc.record({
  numbers: fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(-Infinity)), {
    minLength: 1,
    maxLength: 900,
    size: 'max',
  }),
  ends: fc.tuple(fc.nat(900), fc.nat(900)),
  some: fc.integer({ min: 1, max: 40 }),
});

it('finds in any stretch what looking at every number finds', () => {
  fc.assert(
    fc.property(given, ({ numbers, ends, some }) => {
      const from = Math.min(...ends, numbers.length);
      const to = Math.min(Math.max(...ends), numbers.length);
      const peaks = new Peaks(Float64Array.from(numbers));
      const inside = numbers.flatMap((number, index) =>
        index >= from && index < to ? [{ number, index }] : [],
      );
      const ranked = inside.toSorted((a, b) =>
        a.number === b.number ? a.index - b.index : b.number - a.number,
      );
      const indices = (list: readonly { index: number }[]): number[] => list.map(({ index }) => index);
      expect(peaks.highest(from, to)).toBe(ranked[0]?.index ?? -1);
      expect(peaks.atLeast(from, to, 2)).toEqual(indices(inside.filter(({ number }) => number >= 2)));
      expect(peaks.top(from, to, some)).toEqual(indices(ranked.slice(0, some)));
    }),
    { numRuns: 500 },
  );
});
