import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fft, squaredSpectrum } from './fft';
import { byBlocks, laggedProducts } from './lagged';

const value = fc.double({ min: -100, max: 100, noNaN: true });

/** The definition, term by term. */
function naive(re: readonly number[], im: readonly number[]): [number[], number[]] {
  const n = re.length;
  const sum = (k: number, of: (a: number, b: number, c: number, s: number) => number): number =>
    re.reduce((total, a, j) => {
      const angle = (-2 * Math.PI * ((j * k) % n)) / n;
      return total + of(a, im[j]!, Math.cos(angle), Math.sin(angle));
    }, 0);
  return [
    re.map((_, k) => sum(k, (a, b, c, s) => a * c - b * s)),
    re.map((_, k) => sum(k, (a, b, c, s) => a * s + b * c)),
  ];
}

it('a transform of any length is the sum that defines it, and undone by the inverse', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 140 }), (pairs) => {
      const re = pairs.map(([a]) => a);
      const im = pairs.map(([, b]) => b);
      const [expectedRe, expectedIm] = naive(re, im);
      const a = Float64Array.from(re);
      const b = Float64Array.from(im);
      fft(a, b);
      for (let k = 0; k < re.length; k++) {
        expect(a[k]).toBeCloseTo(expectedRe[k]!, 8);
        expect(b[k]).toBeCloseTo(expectedIm[k]!, 8);
      }
      fft(b, a);
      for (let k = 0; k < re.length; k++) expect(a[k]! / re.length).toBeCloseTo(re[k]!, 9);
    }),
  );
});

it('a transform longer than a cache has the two lines of a sine, and nothing else', () => {
  const n = 1 << 15;
  const re = Float64Array.from({ length: n }, (_, i) => Math.sin((2 * Math.PI * ((i * 1234) % n)) / n));
  const im = new Float64Array(n);
  fft(re, im);
  const sizes = re.map((a, k) => Math.hypot(a, im[k]!));
  for (const [k, size] of sizes.entries())
    expect(size).toBeCloseTo(k === 1234 || k === n - 1234 ? n / 2 : 0, 6);
});

it('the spectrum of a real series is the one of its complex transform, zeros behind it or not', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 90 }), fc.nat(40), (list, more) => {
      const n = list.length + more;
      const re = new Float64Array(n);
      re.set(list);
      const im = new Float64Array(n);
      const found = squaredSpectrum(Float64Array.from(list), n);
      fft(re, im);
      expect(found).toHaveLength(Math.floor(n / 2) + 1);
      for (const [k, power] of found.entries()) expect(power).toBeCloseTo(re[k]! ** 2 + im[k]! ** 2, 5);
    }),
  );
});

it('lagged products by blocks are those by definition, whatever the rows and lags', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), fc.nat(1500), fc.nat(1000), (rows, lags, shift) => {
      const x = Float64Array.from(
        { length: rows },
        (_, i) => Math.sin((i + shift) * 0.37) + ((i * 7) % 11) / 11,
      );
      const most = Math.min(lags, rows - 1);
      const found = byBlocks(x, most);
      expect(found).toHaveLength(most + 1);
      for (const k of [0, 1, most >> 1, most].filter((lag) => lag <= most)) {
        let sum = 0;
        for (let i = 0; i + k < rows; i++) sum += x[i]! * x[i + k]!;
        expect(found[k]).toBeCloseTo(sum, 7);
      }
    }),
    { numRuns: 30 },
  );
  expect(laggedProducts(Float64Array.of(1, 2, 3), 2)).toEqual(Float64Array.of(14, 8, 3));
});
