import { describe, expect, it } from 'vitest';
import type { Noise } from '../../recipe/types';
import {
  channelsOf,
  correlationOf,
  covariance,
  meanOf,
  modelOf,
  sdOf,
  valuesOf,
  valuesOfBase,
  valuesOfNoise,
} from './fixtures';

const n = 1_000_000;
const rows = { rows: n };

/** Share of values below each edge against what a distribution says, in standard errors at most 4. */
function expectQuantiles(values: Float64Array, cdf: (x: number) => number, edges: readonly number[]): void {
  for (const edge of edges) {
    const p = cdf(edge);
    const share = values.reduce((sum, value) => sum + (value < edge ? 1 : 0), 0) / values.length;
    expect(Math.abs(share - p) / Math.sqrt((p * (1 - p)) / values.length), `below ${edge}`).toBeLessThan(4);
  }
}

/** Greatest distance of a sample from a distribution function times √n; 1 in 1,000 is above 1.95. */
function ks(values: Float64Array, cdf: (x: number) => number): number {
  const sorted = values.toSorted();
  let worst = 0;
  for (const [i, x] of sorted.entries()) {
    const p = cdf(x);
    worst = Math.max(worst, p - i / sorted.length, (i + 1) / sorted.length - p);
  }
  return worst * Math.sqrt(sorted.length);
}

/** Φ at −3, −2, −1, 0, 1, 2, 3 (Abramowitz and Stegun, table 26.1). */
const normal: Record<number, number> = {
  [-3]: 0.00134989803163,
  [-2]: 0.0227501319482,
  [-1]: 0.158655253931,
  0: 0.5,
  1: 0.841344746069,
  2: 0.977249868052,
  3: 0.998650101968,
};

describe('noise', () => {
  it('gaussian has its deviation and the quantiles of the normal distribution', () => {
    const values = valuesOfNoise({ gaussian: { sd: 3 } }, rows);
    expect(Math.abs(meanOf(values))).toBeLessThan((4 * 3) / Math.sqrt(n));
    expect(Math.abs(sdOf(values) / 3 - 1)).toBeLessThan(4 / Math.sqrt(2 * n));
    expectQuantiles(values, (x) => normal[x / 3]!, [-9, -6, -3, 0, 3, 6, 9]);
  });

  it('uniform fills ±halfWidth evenly', () => {
    const values = valuesOfNoise({ uniform: { halfWidth: 2 } }, rows);
    expect(ks(values, (x) => (x + 2) / 4)).toBeLessThan(1.95);
    expect(Math.abs(sdOf(values) - 2 / Math.sqrt(3))).toBeLessThan(4 * Math.sqrt(0.8 / n));
    expect(values.every((value) => value >= -2 && value < 2)).toBe(true);
  });

  it('laplace has the distribution of two exponentials', () => {
    const values = valuesOfNoise({ laplace: { scale: 2 } }, rows);
    expect(ks(values, (x) => (x < 0 ? Math.exp(x / 2) / 2 : 1 - Math.exp(-x / 2) / 2))).toBeLessThan(1.95);
    expect(Math.abs(sdOf(values) / (2 * Math.SQRT2) - 1)).toBeLessThan((4 * Math.sqrt(5)) / Math.sqrt(4 * n));
  });

  it.each<[number, (t: number) => number]>([
    [1, (t) => 0.5 + Math.atan(t) / Math.PI],
    [2, (t) => 0.5 + t / (2 * Math.sqrt(2 + t * t))],
    [
      4,
      (t) => {
        const s = t / Math.sqrt(4 + t * t);
        return 0.5 + 0.75 * s - 0.25 * s ** 3;
      },
    ],
  ])('student with %i degrees of freedom has the closed form of its distribution', (df, cdf) => {
    const values = valuesOfNoise({ student: { df, scale: 2 } }, rows);
    expect(ks(values, (x) => cdf(x / 2))).toBeLessThan(1.95);
  });

  it('student with many degrees of freedom has deviation scale·√(df/(df − 2)), and with very many is normal', () => {
    const values = valuesOfNoise({ student: { df: 10, scale: 2 } }, rows);
    expect(sdOf(values) / (2 * Math.sqrt(10 / 8))).toBeCloseTo(1, 2);
    expectQuantiles(
      valuesOfNoise({ student: { df: 1e6, scale: 1 } }, rows),
      (x) => normal[x]!,
      [-3, -2, -1, 0, 1, 2, 3],
    );
  });

  it.each([0.9, 0.3, -0.7, 0])('ar1 of phi %d is stationary, with autocorrelation phi^k', (phi) => {
    const values = valuesOfNoise({ ar1: { phi, sd: 2 } }, rows);
    // Bartlett: variances of estimates grow by (1 + phi²)/(1 − phi²).
    const error = Math.sqrt((1 + phi * phi) / (1 - phi * phi) / n);
    expect(Math.abs(covariance(values, values) / 4 - 1)).toBeLessThan(4 * Math.SQRT2 * error);
    expect(Math.abs(meanOf(values))).toBeLessThan((4 * 2 * Math.sqrt((1 + phi) / (1 - phi))) / Math.sqrt(n));
    for (const k of [1, 2, 3, 10, 100, 127, 128, 129]) {
      expect(Math.abs(correlationOf(values, values, k) - phi ** k), `lag ${k}`).toBeLessThan(4 * error);
    }
    expectQuantiles(
      values.filter((_, i) => i % 50 === 0),
      (x) => normal[x / 2]!,
      [-4, -2, 0, 2, 4],
    );
  });

  it('ar1 has the same variance and neighbour correlation in every row of a tied stretch', () => {
    const phi = 0.8;
    const values = valuesOfNoise({ ar1: { phi, sd: 1 } }, { rows: 128 * 8000 });
    for (const place of [0, 1, 2, 64, 126, 127]) {
      let [square, product] = [0, 0];
      for (let k = 0; k < 7999; k++) {
        const at = k * 128 + place;
        square += values[at]! ** 2 / 7999;
        product += (values[at]! * values[at + 1]!) / 7999;
      }
      expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / 7999));
      expect(Math.abs(product - phi)).toBeLessThan(4 * Math.sqrt((1 + phi * phi) / 7999));
    }
  });

  it('bootstrap puts together stretches of the given values, each start equally often', () => {
    const given = Array.from({ length: 20 }, (_, i) => i * i);
    const values = valuesOfNoise({ bootstrap: { values: given, block: 4 } }, { rows: 80_000 });
    const starts = new Float64Array(17);
    for (let i = 0; i < values.length; i += 4) {
      const start = given.indexOf(values[i]!);
      starts[start]! += 1;
      for (let k = 1; k < 4; k++) expect(values[i + k]).toBe(given[start + k]);
    }
    for (const count of starts)
      expect(Math.abs(count - 20_000 / 17)).toBeLessThan(4 * Math.sqrt(20_000 / 17));
  });

  it('as a share is that share of the deviation of the signal', () => {
    const signal = [{ sine: { period: '1d', amplitude: 10 } }, { constant: { value: 100 } }];
    const noise: Noise[] = [{ gaussian: { sd: 0.1 }, unit: 'share' }];
    for (const count of [14_400, 1_440_000]) {
      const model = modelOf({ signal, noise, rows: count });
      const clean = new Float64Array(count);
      model.signal(0, count, clean);
      const values = valuesOf(model);
      const residual = values.map((value, i) => value - clean[i]!);
      expect(sdOf(residual) / (10 / Math.SQRT2)).toBeCloseTo(0.1, 2);
    }
  });

  it('as a share is not misled by a wave that returns after a whole number of sampled rows', () => {
    const signal = [{ sine: { period: '64s', amplitude: 10 } }];
    const noise: Noise[] = [{ gaussian: { sd: 1 }, unit: 'share' }];
    const model = modelOf({ signal, noise, step: '1s', rows: 64 * 16_384 });
    const clean = new Float64Array(100_000);
    model.signal(0, 100_000, clean);
    const residual = valuesOf(model, 0, 100_000).map((value, i) => value - clean[i]!);
    expect(sdOf(residual) / (10 / Math.SQRT2)).toBeCloseTo(1, 1);
  });

  it('that multiplies is the signal times 1 + noise, and what is added comes after', () => {
    const signal = [{ trend: { coefficients: [1] } }];
    const clean = valuesOfBase(signal[0]!, { rows: 1000 });
    const multiplied = valuesOf(
      modelOf({
        signal,
        rows: 1000,
        noise: [{ gaussian: { sd: 0.5 }, apply: 'multiply' }, { uniform: { halfWidth: 1 } }],
      }),
    );
    const first = valuesOfNoise({ gaussian: { sd: 0.5 } }, { rows: 1000 });
    const both = valuesOf(
      modelOf({ rows: 1000, noise: [{ gaussian: { sd: 0.5 } }, { uniform: { halfWidth: 1 } }] }),
    );
    for (let i = 0; i < 1000; i++) {
      const added = both[i]! - first[i]!;
      expect(multiplied[i]).toBeCloseTo(clean[i]! * (1 + first[i]!) + added, 12);
    }
  });
});

describe('channels', () => {
  const correlation = [
    [1, 0.8, -0.3],
    [0.8, 1, 0.1],
    [-0.3, 0.1, 1],
  ];
  const list = [{ name: 'a' }, { name: 'b', scale: 5 }, { name: 'c' }];

  it.each<[string, Noise]>([
    ['gaussian', { gaussian: { sd: 2 } }],
    ['ar1', { ar1: { phi: 0.5, sd: 2 } }],
  ])('have %s noise of the given correlation, each with its full deviation', (_, noise) => {
    const channels = channelsOf({ noise: [noise], rows: 200_000, channels: { list, correlation } });
    const values = channels.map((channel) => valuesOf(channel));
    for (const [i, row] of correlation.entries()) {
      expect(sdOf(values[i]!)).toBeCloseTo(2, 1);
      for (const [j, wanted] of row.entries()) {
        expect(Math.abs(correlationOf(values[i]!, values[j]!) - wanted)).toBeLessThan(0.015);
      }
    }
  });

  it('without a matrix have independent noise', () => {
    const values = channelsOf({ noise: [{ gaussian: { sd: 1 } }], rows: 100_000, channels: { list } }).map(
      (channel) => valuesOf(channel),
    );
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      expect(Math.abs(correlationOf(values[i]!, values[j]!))).toBeLessThan(4 / Math.sqrt(100_000));
    }
  });

  it('take the shared component, noise included, by their weight', () => {
    const shared = { signal: [{ walk: { sd: 1 } }], noise: [{ gaussian: { sd: 1 } }] };
    const weights = [{ name: 'a' }, { name: 'b', weight: -2 }, { name: 'c', weight: 0, shift: 7 }];
    const [a, b, c] = channelsOf({ rows: 2000, channels: { list: weights, shared } }).map((channel) =>
      valuesOf(channel),
    );
    for (let i = 0; i < 2000; i++) expect(b![i]).toBeCloseTo(-2 * a![i]!, 9);
    expect(new Set(c)).toEqual(new Set([7]));
    expect(sdOf(a!)).toBeGreaterThan(1);
  });
});
