import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allLayers } from './seriesView';
import { valueExtent } from './valueExtent';

const none = { timesMs: [], values: [], total: 0 };
/** A value for each second, all of them in view. */
const extentOf = (values: (number | null)[]): [number, number] => {
  const timesMs = values.map((_, k) => k * 1000);
  const to = values.length * 1e6;
  const raw = { timesMs, values, rows: values.length, exact: true };
  const marks = { outliers: none, protectedOutliers: none, filled: none };
  const data = { first: 0, last: to - 1, from: 0, to, raw, filledSpans: [], gaps: [], ...marks };
  return valueExtent({ data, layers: allLayers, range: { from: 0, to } });
};

describe('the ends of the value scale', () => {
  it('leave room around all that is in view, whatever the values', () => {
    const value = fc.double({ min: -1e300, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
        const [low, high] = extentOf(values);
        expect(low).toBeLessThan(Math.min(...values));
        expect(high).toBeGreaterThan(Math.max(...values));
      }),
    );
  });

  it('leave little room, and end at round numbers', () => {
    expect(extentOf([-24.3, 31.6])).toEqual([-26, 34]);
    expect(extentOf([1000, 1040])).toEqual([998, 1042]);
    expect(extentOf([5, 5])).toEqual([4.5, 5.5]);
  });

  it('stand still while the values change a little', () => {
    const ends = Array.from({ length: 100 }, (_, k) => extentOf([-10 - k / 1000, 10 + k / 1000]).join());
    expect(new Set(ends).size).toBeLessThanOrEqual(2);
  });

  it('are 0 and 1 where there is no value', () => {
    expect(extentOf([null])).toEqual([0, 1]);
  });
});
