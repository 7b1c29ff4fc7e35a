import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCover, coverOf, emptyCover } from './cover';
import { rowsOf } from './piece';

const sorted = (least: number, most: number): fc.Arbitrary<Float64Array<ArrayBuffer>> =>
  fc
    .array(fc.integer({ min: least, max: most }), { maxLength: 40 })
    .map((times) => Float64Array.from(times).sort());

describe('the rows that intervals cover', () => {
  const intervals = fc
    .array(fc.tuple(fc.integer({ min: -5, max: 105 }), fc.integer({ min: 0, max: 30 })), { maxLength: 8 })
    .map((list) => list.toSorted((a, b) => a[0] - b[0]))
    .map((list) => ({
      starts: Float64Array.from(list, ([start]) => start),
      ends: Float64Array.from(list, ([start, length]) => start + length),
    }));

  it('are those within, counted by looking at each, whether the rows are one stretch or cut in two', () => {
    fc.assert(
      fc.property(sorted(0, 99), intervals, fc.integer({ min: 0, max: 100 }), (times, given, cut) => {
        const rows = rowsOf(times, new Float64Array(times.length));
        const whole = coverOf(rows, given, -Infinity, Infinity);
        for (let i = 0; i < given.starts.length; i++) {
          const inside = times.filter(
            (t) => t >= (given.starts[i] as number) && t < (given.ends[i] as number),
          );
          expect(whole.rows[i]).toBe(inside.length);
          expect(whole.first[i]).toBe(inside.at(0) ?? NaN);
          expect(whole.last[i]).toBe(inside.at(-1) ?? NaN);
        }
        const joined = emptyCover(given.starts.length);
        addCover(joined, coverOf(rows, given, -Infinity, cut), 0);
        addCover(joined, coverOf(rows, given, cut, Infinity), 0);
        expect(joined).toEqual(whole);
      }),
    );
  });
});
