import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanOf, RunningSum, sumOf } from './statistics';

describe('sums', () => {
  it('of ten million tenths are a million', () => {
    const tenths = new Float64Array(1e7).fill(0.1);
    expect([sumOf(tenths), meanOf(tenths)]).toEqual([1e6, 0.1]);
    const running = new RunningSum();
    for (const tenth of tenths) running.add(tenth);
    expect(running.value).toBe(1e6);
  });

  it('keep the small beside the great, in any order', () => {
    expect(sumOf([1, 1e100, 1, -1e100])).toBe(2);
    expect(sumOf([1e16, 1, -1e16], (value) => -value)).toBe(-1);
  });
});

describe('means', () => {
  it('lie among the values, whatever the values', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(number, { minLength: 1 }), (values) => {
        const mean = meanOf(values);
        expect(mean).toBeGreaterThanOrEqual(Math.min(...values));
        expect(mean).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
    expect(meanOf([0.1, 0.1, 0.1])).toBe(0.1);
    expect(meanOf([1.7e308, 1.7e308])).toBe(1.7e308);
    expect(meanOf([])).toBeNaN();
  });
});
