import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillWords, keyOf, stream } from '.';

const block = (c0: number, c1: number, k0: number, k1: number): number[] => {
  const words = new Int32Array(2);
  fillWords({ k0: k0 | 0, k1: k1 | 0 }, c0, c0 + 1, c1, words);
  return [...words].map((word) => word >>> 0);
};

/** Numbers of a stream's first indices. */
const draw = (seed: number, name: string, kind: 'fillUniform' | 'fillNormal', n: number): Float64Array => {
  const out = new Float64Array(n);
  stream(seed, name)[kind](0, n, out);
  return out;
};

function correlation(a: Float64Array, b: Float64Array): number {
  const n = Math.min(a.length, b.length);
  let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const x = a[i]!;
    const y = b[i]!;
    sa += x;
    sb += y;
    saa += x * x;
    sbb += y * y;
    sab += x * y;
  }
  return (sab - (sa * sb) / n) / Math.sqrt((saa - (sa * sa) / n) * (sbb - (sb * sb) / n));
}

/** Σ (observed − expected)² / expected. */
const chiSquare = (counts: ArrayLike<number>, expected: number): number =>
  Array.from(counts).reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
/** A chi-square of so many degrees of freedom as a normal deviate (Wilson and Hilferty 1931). */
const deviate = (chi: number, df: number): number =>
  (Math.cbrt(chi / df) - (1 - 2 / (9 * df))) / Math.sqrt(2 / (9 * df));

/** Standard normal distribution function, error below 1e-12: series of Abramowitz and Stegun 26.2.10, continued fraction 26.2.14 outside. */
function normalCdf(x: number): number {
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (Math.abs(x) > 4) {
    let fraction = 0;
    for (let k = 60; k > 0; k--) fraction = k / (Math.abs(x) + fraction);
    const upper = density / (Math.abs(x) + fraction);
    return x > 0 ? 1 - upper : upper;
  }
  let term = x;
  let sum = x;
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / (2 * n);
    sum += term / (2 * n + 1);
  }
  return 0.5 + sum / Math.sqrt(2 * Math.PI);
}

/** The critical value of Kolmogorov's statistic times √n at 1 in 1,000. */
const kolmogorov = 1.95;

function ksStatistic(sample: Float64Array, cdf: (x: number) => number): number {
  const sorted = sample.toSorted();
  const n = sorted.length;
  let worst = 0;
  for (const [i, x] of sorted.entries()) {
    const p = cdf(x);
    worst = Math.max(worst, p - i / n, (i + 1) / n - p);
  }
  return worst * Math.sqrt(n);
}

describe('Threefry-2x32 with 13 rounds', () => {
  it.each([
    [0, 0, 0, 0, 0x9d1c5ec6, 0x8bd50731],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xfd36d048, 0x2d17272c],
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xba3e4725, 0xf27d669e],
  ])('gives the known answer of Random123 for %i %i under %i %i', (c0, c1, k0, k1, w0, w1) => {
    expect(block(c0, c1, k0, k1)).toEqual([w0, w1]);
  });

  it('changes half of the output bits when one bit of counter or key changes', () => {
    const ones = (word: number): number => word.toString(2).replaceAll('0', '').length;
    let changed = 0;
    const base = [123, 1, 0x9e3779b9, 77] as const;
    for (let bit = 0; bit < 128; bit++) {
      const input = base.map((word, i) => (i === bit >> 5 ? (word ^ (1 << (bit & 31))) >>> 0 : word));
      const [a = 0, b = 0] = block(...base);
      const [c = 0, d = 0] = block(input[0]!, input[1]!, input[2]!, input[3]!);
      changed += ones((a ^ c) >>> 0) + ones((b ^ d) >>> 0);
    }
    expect(Math.abs(changed / 128 - 32)).toBeLessThan((4 * 4) / Math.sqrt(128));
  });
});

describe('keys', () => {
  it('differ for every seed and name of a large set', () => {
    const seen = new Set<string>();
    const seeds = [0, 1, 2, 41, 42, 43, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 2, 2 ** 53 - 1];
    const names = ['', '\0', '\0\0', 'a', 'ab', 'abcd', 'abcde', 'b', 'é', '系列'];
    for (let i = 0; i < 500; i++) names.push(`s1/noise[${i}]`, `s${i}/signal[0]`);
    for (const seed of seeds) {
      for (const name of names) {
        const { k0, k1 } = keyOf(seed, name);
        seen.add(`${k0},${k1}`);
      }
    }
    expect(seen.size).toBe(seeds.length * names.length);
  });
});

describe('a stream', () => {
  it('gives a range alone the same numbers as within the whole, and each number alone', () => {
    const n = 5000;
    for (const kind of ['fillUniform', 'fillNormal'] as const) {
      const whole = draw(7, 'split', kind, n);
      const s = stream(7, 'split');
      fc.assert(
        fc.property(fc.nat(n), fc.nat(n), (a, b) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          const out = new Float64Array(to - from);
          s[kind](from, to, out);
          expect(out).toEqual(whole.slice(from, to));
        }),
        { seed: 1, numRuns: 50 },
      );
      const single = kind === 'fillUniform' ? s.uniform : s.normal;
      for (let i = 0; i < n; i++) expect(single(i)).toBe(whole[i]);
    }
  });

  it('reaches the last index that it promises', () => {
    const s = stream(1, 'end');
    const out = new Float64Array(2);
    s.fillNormal(2 ** 32 - 2, 2 ** 32, out);
    expect(out[1]).toBe(s.normal(2 ** 32 - 1));
    expect(s.normal(0)).not.toBe(out[1]);
  });

  it('has uniform numbers in [0, 1) that are spread evenly, by chi-square over 1,000 classes', () => {
    const n = 1_000_000;
    for (const seed of [0, 42, 2 ** 53 - 1]) {
      const counts = new Float64Array(1000);
      for (const u of draw(seed, 'uniform', 'fillUniform', n)) {
        if (!(u >= 0 && u < 1)) throw new RangeError(`${u} is not in [0, 1)`);
        counts[Math.floor(u * 1000)]! += 1;
      }
      expect(Math.abs(deviate(chiSquare(counts, n / 1000), 999))).toBeLessThan(3.5);
    }
  });

  it('has low bits as good as its high bits', () => {
    const n = 1_000_000;
    const counts = new Float64Array(256);
    for (const u of draw(42, 'low bits', 'fillUniform', n)) counts[(u * 2 ** 53) % 256]! += 1;
    expect(Math.abs(deviate(chiSquare(counts, n / 256), 255))).toBeLessThan(3.5);
  });

  it('has neighbours that fill the unit square and the unit cube evenly', () => {
    const n = 1_200_000;
    const u = draw(42, 'serial', 'fillUniform', n);
    const square = new Float64Array(32 * 32);
    for (let i = 0; i < n; i += 2) square[Math.floor(u[i]! * 32) * 32 + Math.floor(u[i + 1]! * 32)]! += 1;
    expect(Math.abs(deviate(chiSquare(square, n / 2 / 1024), 1023))).toBeLessThan(3.5);
    const cube = new Float64Array(1000);
    for (let i = 0; i < n; i += 3) {
      const at = [0, 1, 2].reduce((sum, k) => sum * 10 + Math.floor(u[i + k]! * 10), 0);
      cube[at]! += 1;
    }
    expect(Math.abs(deviate(chiSquare(cube, n / 3 / 1000), 999))).toBeLessThan(3.5);
  });

  it('has runs above and below the median as often as chance has (Wald and Wolfowitz 1940)', () => {
    const n = 1_000_000;
    const u = draw(42, 'runs', 'fillUniform', n);
    let runs = 1;
    let high = 0;
    for (let i = 0; i < n; i++) {
      if (u[i]! >= 0.5) high++;
      if (i > 0 && u[i]! >= 0.5 !== u[i - 1]! >= 0.5) runs++;
    }
    const low = n - high;
    const mean = (2 * high * low) / n + 1;
    const deviation = Math.sqrt(((mean - 1) * (mean - 2)) / (n - 1));
    expect(Math.abs(runs - mean) / deviation).toBeLessThan(3.5);
  });

  it('has normal numbers that are normal: Kolmogorov-Smirnov over a million', () => {
    for (const seed of [0, 42, 2 ** 53 - 1]) {
      expect(ksStatistic(draw(seed, 'normal', 'fillNormal', 1_000_000), normalCdf)).toBeLessThan(kolmogorov);
    }
  });

  it('has normal numbers with the moments of the normal distribution', () => {
    const n = 4_000_000;
    const sums = [0, 0, 0, 0, 0, 0];
    for (const x of draw(42, 'moments', 'fillNormal', n)) {
      let power = 1;
      for (let k = 0; k < 6; k++) sums[k]! += power *= x;
    }
    const moments = [0, 1, 0, 3, 0, 15];
    // Var(x^k) = E x^2k − (E x^k)², with E x^8 = 105, E x^10 = 945, E x^12 = 10,395.
    const variances = [1, 2, 15, 96, 945, 10_170];
    for (let k = 0; k < 6; k++) {
      const error = Math.sqrt(variances[k]! / n);
      expect(Math.abs(sums[k]! / n - moments[k]!) / error, `moment ${k + 1}`).toBeLessThan(4);
    }
  });

  it('has tails as heavy as they should be, on both sides and beyond the last layer', () => {
    const n = 8_000_000;
    const x = draw(42, 'tails', 'fillNormal', n);
    for (const edge of [3, 3.6541528853610088, 4, 4.5]) {
      const expected = n * (1 - normalCdf(edge));
      let above = 0;
      let below = 0;
      for (const value of x) {
        if (value > edge) above++;
        if (value < -edge) below++;
      }
      for (const count of [above, below]) {
        expect(Math.abs(count - expected) / Math.sqrt(expected), `beyond ${edge}`).toBeLessThan(4);
      }
    }
  });

  it('is the same for the same seed and name: these numbers never change', () => {
    const s = stream(42, 's1/noise[0]');
    expect([s.uint32(0), s.uint32(1), s.uint32(1e8)]).toMatchInlineSnapshot(`
      [
        2312123470,
        3521268066,
        4121886203,
      ]
    `);
    expect([s.uniform(0), s.normal(0), s.normal(1), s.normal(1e8)]).toMatchInlineSnapshot(`
      [
        0.5383331977725877,
        0.6639205702427331,
        0.4501880440996439,
        -0.20092845178009322,
      ]
    `);
  });
});

describe('correlation', () => {
  const n = 200_000;
  const limit = 4 / Math.sqrt(n);

  it('is absent between the numbers of neighbouring indices, at every distance up to 64', () => {
    const x = draw(42, 'lags', 'fillNormal', n);
    for (let lag = 1; lag <= 64; lag++) expect(Math.abs(correlation(x, x.subarray(lag)))).toBeLessThan(limit);
  });

  it('is absent between nearby seeds', () => {
    for (const seed of [0, 42, 2 ** 32 - 1]) {
      for (const kind of ['fillUniform', 'fillNormal'] as const) {
        const a = draw(seed, 's1/noise[0]', kind, n);
        for (const other of [seed + 1, seed + 2, seed + 2 ** 32]) {
          expect(Math.abs(correlation(a, draw(other, 's1/noise[0]', kind, n)))).toBeLessThan(limit);
        }
      }
    }
  });

  it('is absent between streams whose names look alike', () => {
    const names = ['s1/noise[0]', 's1/noise[1]', 's2/noise[0]', 's1/noise[00]', 's1/signal[0]'];
    const drawn = names.map((name) => draw(42, name, 'fillNormal', n));
    for (let a = 0; a < names.length; a++) {
      for (let b = 0; b < a; b++)
        expect(Math.abs(correlation(drawn[a]!, drawn[b]!)), `${names[a]} and ${names[b]}`).toBeLessThan(
          limit,
        );
    }
  });

  it('is absent between the squares of neighbours, and between uniform and normal numbers at one index', () => {
    const x = draw(42, 'squares', 'fillNormal', n);
    const squares = x.map((value) => value * value);
    for (const lag of [1, 2, 3, 1024])
      expect(Math.abs(correlation(squares, squares.subarray(lag)))).toBeLessThan(limit);
    expect(Math.abs(correlation(x, draw(42, 'squares', 'fillUniform', n)))).toBeLessThan(limit);
  });
});
