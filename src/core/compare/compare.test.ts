import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as compare from '.';

const { acf, acfGap, compareSeries, ks, moments, peaks, periodogram, psi, qq, sampleOf, wasserstein } =
  compare;
const hour = 3.6e9;
const value = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constantFrom(NaN, Infinity, -Infinity, 0, 1, 1e300, -1e300, Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324),
);
const values = fc.array(value, { maxLength: 60 }).map((list) => Float64Array.from(list));

/** Every number anywhere within, but for the NaN that a typed array of the input may hold. */
function numbersIn(of: unknown): number[] {
  if (typeof of === 'number') return [of];
  if (of instanceof Float64Array) return [...of];
  return of && typeof of === 'object' ? Object.values(of).flatMap(numbersIn) : [];
}

function sentences(found: ReturnType<typeof compareSeries>): string[] {
  return [
    compare.readKs(found.ks),
    compare.readWasserstein(found.wasserstein),
    compare.readPsi(found.psi),
    compare.readQq(found.qq),
    ...found.moments.map(compare.readMoments),
    ...found.acf.map(compare.readAcf),
    compare.readAcfGap(found.acfGap),
    ...found.peaks.map((list) => compare.readPeaks(list)),
  ];
}

it('no input at all gives NaN or an infinity, in numbers or in sentences', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const found = compareSeries({ values: a, step: 1e6 }, { values: b, step: hour }, 20);
      expect(numbersIn(found).filter((number) => !Number.isFinite(number))).toEqual([]);
      for (const sentence of sentences(found)) expect(sentence).not.toMatch(/NaN|Infinity|∞|undefined|null/);
    }),
    { numRuns: 400 },
  );
});

it('missing values change nothing of a distribution, and are counted', () => {
  fc.assert(
    fc.property(values, (list) => {
      const present = list.filter((v) => Number.isFinite(v));
      const sample = sampleOf(list);
      expect(sample.missing).toBe(list.length - present.length);
      expect(sample.sorted).toEqual(present.sort());
      expect(moments(list)).toEqual(moments(list.filter((v) => Number.isFinite(v))));
    }),
  );
});

describe('two samples', () => {
  const numbers = fc
    .array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 80 })
    .map((list) => sampleOf(Float64Array.from(list)));

  it('of the same values are at no distance by any measure', () => {
    fc.assert(
      fc.property(numbers, (a) => {
        expect(ks(a, a)).toMatchObject({ statistic: 0, sign: 0, p: 1 });
        expect(wasserstein(a, a)?.distance).toBe(0);
        expect(psi(a, a)?.value).toBe(0);
        expect(qq(a, a)?.other).toEqual(qq(a, a)?.reference);
      }),
    );
  });

  it('are as far apart one way round as the other by KS and Wasserstein', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(ks(b, a)?.statistic).toBe(ks(a, b)?.statistic);
        expect(wasserstein(b, a)?.distance).toBeCloseTo(wasserstein(a, b)?.distance ?? NaN, 10);
      }),
    );
  });

  it('that differ by a shift have that shift as their Wasserstein distance', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: -40, max: 40 }), (a, shift) => {
        const moved = sampleOf(a.sorted.map((v) => v + shift));
        expect(wasserstein(a, moved)?.distance).toBeCloseTo(Math.abs(shift), 9);
      }),
    );
  });

  it('have shares of rows in the bins of the stability index that add up to one', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const found = psi(a, b);
        expect(found?.bins.reduce((sum, bin) => sum + bin.reference, 0)).toBeCloseTo(1, 12);
        expect(found?.bins.reduce((sum, bin) => sum + bin.other, 0)).toBeCloseTo(1, 12);
        expect(found?.value).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('apart altogether have a KS distance of 1 at the least value that separates them', () => {
    const low = sampleOf(Float64Array.of(1, 2, 3));
    const high = sampleOf(Float64Array.of(7, 8));
    expect(ks(low, high)).toMatchObject({ statistic: 1, at: 3, sign: 1, counts: [3, 2] });
    expect(ks(high, low)).toMatchObject({ statistic: 1, at: 3, sign: -1 });
    expect(compare.readKs(ks(low, high))).toContain('100 % of the rows');
  });

  it('that are both constant differ in the stability index on either side of the constant', () => {
    const five = sampleOf(Float64Array.of(5, 5, 5, 5));
    for (const other of [4, 6]) {
      const found = psi(five, sampleOf(Float64Array.of(other, other)));
      expect(found?.bins).toHaveLength(2);
      expect(found?.value).toBeGreaterThan(1);
    }
  });
});

it('an empty, a constant and a single value have results that say so', () => {
  const none = new Float64Array();
  const empty = sampleOf(none);
  const some = sampleOf(Float64Array.of(1));
  for (const measure of [ks, wasserstein, psi, qq]) {
    expect(measure(empty, some)).toBeNull();
    expect(measure(some, empty)).toBeNull();
  }
  expect(moments(none)).toEqual({ count: 0, mean: null, sd: null, skewness: null, kurtosis: null });
  expect(moments(Float64Array.of(3))).toEqual({
    count: 1,
    mean: 3,
    sd: null,
    skewness: null,
    kurtosis: null,
  });
  const constant = new Float64Array(50).fill(0.1);
  expect(moments(constant)).toEqual({ count: 50, mean: 0.1, sd: 0, skewness: null, kurtosis: null });
  expect(compare.readMoments(moments(constant))).toContain('constant');
  expect(acf(constant, 1e6, 10)).toBeNull();
  const flat = periodogram(constant, 1e6);
  expect(flat?.power).toEqual(new Float64Array(26));
  expect(peaks(flat)).toEqual([]);
  expect(compare.readPeaks([])).toContain('no period');
});

describe('time structure', () => {
  const days = (length: number, of: (i: number) => number): Float64Array =>
    Float64Array.from({ length }, (_, i) => of(i));

  it('a daily and a half-daily sine are found as the strongest periods, with their shares', () => {
    const x = days(
      24 * 15 + 7,
      (i) => 3 * Math.sin((2 * Math.PI * i) / 24) + Math.cos((2 * Math.PI * i) / 12),
    );
    // Without a window a period is known to half a bin.
    for (const [window, limit] of [
      ['hann', 0.002],
      ['boxcar', 0.5 / 15],
    ] as const) {
      const [first, second] = peaks(periodogram(x, hour, { window }));
      expect(Math.abs(first!.period / (24 * hour) - 1)).toBeLessThan(limit);
      expect(Math.abs(second!.period / (12 * hour) - 1)).toBeLessThan(limit);
      expect(first!.share).toBeGreaterThan(0.8);
      expect(second!.share / first!.share).toBeCloseTo(1 / 9, 1);
      expect(first!.chance).toBeLessThan(1e-9);
    }
  });

  it('missing rows move no period', () => {
    const x = days(2000, (i) =>
      i % 5 === 0 || (i > 700 && i < 900) ? NaN : 7 + Math.sin((2 * Math.PI * i) / 40),
    );
    const [first] = peaks(periodogram(x, 1e6));
    expect(Math.abs(first!.period / 40e6 - 1)).toBeLessThan(0.005);
  });

  it('a straight line has no power once it is taken off', () => {
    const x = days(300, (i) => 5 + 0.25 * i);
    const left = periodogram(x, 1e6, { detrend: 'linear' });
    expect(Math.max(...left!.power)).toBeLessThan(1e-15);
  });

  it('the power over all frequencies is the variance (Parseval)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 2, maxLength: 120 }),
        (list) => {
          const x = Float64Array.from(list);
          const { sd } = moments(x);
          const { power, size, step } = periodogram(x, 5e6, { window: 'boxcar' })!;
          const whole = power.reduce((sum, p) => sum + p, 0) * (1e6 / (size * step));
          expect(whole).toBeCloseTo((sd! * sd! * (x.length - 1)) / x.length, 6);
        },
      ),
    );
  });

  it('autocorrelations of one process at two steps are compared at lags of time', () => {
    const fine = acf(
      days(4000, (i) => Math.sin((2 * Math.PI * i) / 200)),
      1e6,
      400,
    );
    const coarse = acf(
      days(1000, (i) => Math.sin((2 * Math.PI * i * 4) / 200)),
      4e6,
      100,
    );
    expect(acfGap(fine, coarse)?.gap).toBeLessThan(0.01);
    expect(acfGap(coarse, fine)).toEqual(acfGap(fine, coarse));
    const other = acf(
      days(1000, (i) => Math.sin((2 * Math.PI * i * 4) / 100)),
      4e6,
      100,
    );
    expect(acfGap(fine, other)?.gap).toBeGreaterThan(1);
    expect(acfGap(fine, null)).toBeNull();
  });
});
