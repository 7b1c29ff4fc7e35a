/** Against scipy, numpy and statsmodels, over series that both sides make alike (fixtures/make_fixtures.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { acf, ks, moments, periodogram, psi, qq, sampleOf, wasserstein } from '.';
import { series, type Spec } from './fixtures/series';
import { kolmogorovTail } from './kolmogorov';

interface Fixtures {
  pairs: {
    a: Spec;
    b: Spec;
    ks: { statistic: number; p: number };
    wasserstein: number;
    psi: number;
    quantiles: [number[], number[]];
  }[];
  kolmogorov: { n: number; d: number; p: number }[];
  ones: {
    series: Spec;
    mean: number;
    sd: number;
    skewness: number;
    kurtosis: number;
    acf: number[];
    periodogram: Record<string, { at: number[]; frequency: number[]; power: number[]; sum: number }>;
  }[];
  gaps: number[];
  long: { series: Spec; size: number; at: number[]; power: number[]; acf: number[] };
}
const fixtures = JSON.parse(
  readFileSync(new URL('fixtures/compare.json', import.meta.url), 'utf8'),
) as Fixtures;

/** How far a number is off, in parts of what is allowed: a share of the expected one, or of `least` where that is smaller. */
function off(found: number | null | undefined, expected: number, share: number, least = 1e-300): number {
  return Math.abs((found ?? NaN) - expected) / (share * Math.max(Math.abs(expected), least));
}

describe.each(fixtures.pairs)('$a and $b', (pair) => {
  const a = sampleOf(series(pair.a));
  const b = sampleOf(series(pair.b));
  it('have the Kolmogorov-Smirnov distance and p of ks_2samp', () => {
    const found = ks(a, b);
    expect(off(found?.statistic, pair.ks.statistic, 1e-14)).toBeLessThanOrEqual(1);
    expect(off(found?.p, pair.ks.p, 1e-7, 1e-280)).toBeLessThanOrEqual(1);
  });
  it('have the distance of wasserstein_distance', () =>
    expect(off(wasserstein(a, b)?.distance, pair.wasserstein, 1e-11)).toBeLessThanOrEqual(1));
  it('have the stability index of numpy', () =>
    expect(off(psi(a, b)?.value, pair.psi, 1e-12, 1e-3)).toBeLessThanOrEqual(1));
  it('have the quantiles of numpy', () => {
    const found = qq(a, b);
    expect(found?.parts).toHaveLength(101);
    for (const [i, value] of pair.quantiles[0].entries())
      expect(off(found?.reference[10 * i], value, 1e-14, 1)).toBeLessThanOrEqual(1);
    for (const [i, value] of pair.quantiles[1].entries())
      expect(off(found?.other[10 * i], value, 1e-14, 1)).toBeLessThanOrEqual(1);
  });
});

it.each(fixtures.kolmogorov)('P(D ≥ $d) for n = $n is that of kstwo', ({ n, d, p }) => {
  const found = kolmogorovTail(n, d);
  expect(Math.abs(found - p), `${found} for ${p}`).toBeLessThanOrEqual(1e-7 * p + 1e-12);
});

describe.each(fixtures.ones)('$series', (one) => {
  const x = series(one.series);
  const scale = one.sd * one.sd;
  it('has the moments of numpy and scipy', () => {
    const found = moments(x);
    expect(off(found.mean, one.mean, 1e-12)).toBeLessThanOrEqual(1);
    expect(off(found.sd, one.sd, 1e-12)).toBeLessThanOrEqual(1);
    expect(off(found.skewness, one.skewness, 1e-11, 1)).toBeLessThanOrEqual(1);
    expect(off(found.kurtosis, one.kurtosis, 1e-11, 1)).toBeLessThanOrEqual(1);
  });
  it('has the autocorrelation of statsmodels', () => {
    const found = acf(x, 2e6, one.acf.length - 1);
    expect(found?.values).toHaveLength(one.acf.length);
    for (const [k, value] of one.acf.entries())
      expect(off(found?.values[k], value, 1e-12, 1)).toBeLessThanOrEqual(1);
  });
  it.each(Object.entries(one.periodogram))('has the periodogram of scipy: %s', (name, expected) => {
    const [window, detrend] = name.split(' ') as ['hann' | 'boxcar', 'constant' | 'linear'];
    const found = periodogram(x, 2e6, { window, detrend });
    expect(found?.size).toBe(x.length);
    for (const [i, at] of expected.at.entries()) {
      expect(off((at * 1e6) / (x.length * 2e6), expected.frequency[i]!, 1e-14)).toBeLessThanOrEqual(1);
      expect(off(found?.power[at], expected.power[i]!, 1e-9, scale * 1e-3)).toBeLessThanOrEqual(1);
    }
    expect(
      off(
        found?.power.reduce((sum, power) => sum + power, 0),
        expected.sum,
        1e-10,
        scale,
      ),
    ).toBeLessThanOrEqual(1);
  });
});

it('missing rows leave the autocorrelation of the pairs that are there', () => {
  const x = series(['walk', 30, 2000]).map((value, i) =>
    i % 7 === 0 || (i >= 100 && i < 150) ? NaN : value,
  );
  const found = acf(x, 1e6, 30);
  for (const [k, value] of fixtures.gaps.entries())
    expect(off(found?.values[k], value, 1e-12, 1)).toBeLessThanOrEqual(1);
});

it('gaps beside quiet rows do not raise the autocorrelation: it is that of the pairs that are there', () => {
  // A strong wave, then weak rows of which each second one is missing, so that they have no pairs.
  const x = Float64Array.from({ length: 400 }, (_, i) => {
    if (i >= 200) return i % 2 === 0 ? NaN : 0.01 * Math.cos(i);
    return Math.sin((2 * Math.PI * i) / 9);
  });
  const found = acf(x, 1e6, 3);
  // cos(2π/9), times 1 − 1/400: of 200 rows in one stretch; without their own squares the ratio would be above 1, and cut to 1.
  expect(found?.values[1]).toBeCloseTo(Math.cos((2 * Math.PI) / 9) * (1 - 1 / 400), 2);
  const wave = acf(x.subarray(0, 200), 1e6, 3);
  expect(Math.abs((found?.values[2] ?? NaN) - (wave?.values[2] ?? NaN))).toBeLessThan(0.02);
});

it('a long series is filled up with zeros to a power of two, and its lags are taken by blocks', () => {
  const { long } = fixtures;
  const x = series(long.series);
  const spectrum = periodogram(x, 1e6);
  expect(spectrum?.size).toBe(long.size);
  for (const [i, at] of long.at.entries())
    expect(off(spectrum?.power[at], long.power[i]!, 1e-8, 1e-2)).toBeLessThanOrEqual(1);
  const found = acf(x, 1e6, 200);
  for (const [i, value] of long.acf.entries())
    expect(off(found?.values[20 * i], value, 1e-11, 1)).toBeLessThanOrEqual(1);
});
