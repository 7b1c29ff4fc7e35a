import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxOf, minOf } from '../../list';
import { median } from '../../statistics';
import { aggregates } from './aggregates';

const of = (name: keyof typeof aggregates, values: readonly number[]): number => {
  // Others on both sides are left alone.
  const all = Float64Array.of(1e300, ...values, -1e300);
  return aggregates[name](all, 1, all.length - 1);
};

describe('what a bucket makes of its values', () => {
  it('is the exact median, of any order and many alike', () => {
    const value = fc.oneof(
      fc.integer({ min: -3, max: 3 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 80 }), (values) => {
        const expected = median(Float64Array.from(values));
        const found = of('median', values);
        // Of 0 and -0, which are equal, either may stand in the middle.
        if (Number.isFinite(expected)) expect(found + 0).toBe(expected + 0);
        else expect(found).toBeGreaterThanOrEqual(minOf(values));
      }),
      { numRuns: 1000 },
    );
    for (const order of [1, -1]) {
      const sorted = Array.from({ length: 100_001 }, (_, i) => order * i);
      expect(of('median', sorted)).toBe(order * 50_000);
    }
    expect(of('median', [1.7e308, 1.6e308]) / 1e308).toBeCloseTo(1.65, 12);
  });

  it('loses nothing of a sum, and a mean is never outside its values', () => {
    const tenths = new Float64Array(10_000_000).fill(0.1);
    expect(aggregates.sum(tenths, 0, tenths.length)).toBe(1e6);
    expect(aggregates.mean(tenths, 0, tenths.length)).toBe(0.1);
    expect(aggregates.std(tenths, 0, tenths.length)).toBe(0);
    expect(of('sum', [1e16, 1, -1e16])).toBe(1);
    expect(of('mean', [1.7e308, 1.7e308, 1.7e308])).toBe(1.7e308);
    expect(of('sum', [1.7e308, 1.7e308, -1.7e308])).toBe(1.7e308);
    expect(of('sum', [1.7e308, 1.7e308])).toBeNaN();
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        (values) => {
          const mean = of('mean', values);
          expect(mean).toBeGreaterThanOrEqual(minOf(values));
          expect(mean).toBeLessThanOrEqual(maxOf(values));
        },
      ),
    );
  });

  it.each([
    [1e15, 1],
    [0, 1e-170],
    [0, 1e200],
    [0, 1e307],
  ])('is the deviation of values about %f that differ by %f', (base, unit) => {
    const values = Array.from({ length: 8 }, (_, i) => base + unit * i);
    expect(of('std', values) / unit).toBeCloseTo(Math.sqrt(6), 12);
    expect(of('std', [base])).toBeNaN();
  });
});
