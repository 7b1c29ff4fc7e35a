/** Deviations that outliers hardly move, and tails of distributions. */
import { median } from '../../statistics';

/** Above so many values, so many at equal distances are enough. */
const ENOUGH = 200_000;

/** Median distance from `centre` times 1.4826: the standard deviation, were the values Gaussian. */
export function robustSd(values: Float64Array, centre = 0): number {
  return 1.4826 * median(thinned(values, ENOUGH).map((value) => Math.abs(value - centre)));
}

/** So many of the values, at equal distances; all where there are no more. */
export function thinned(values: Float64Array, count: number): Float64Array {
  if (values.length <= count) return values;
  return Float64Array.from(
    { length: count },
    (_, i) => values[Math.floor((i * values.length) / count)] as number,
  );
}

/** Values around their median, cut at ±4 robust deviations; not cut where most are equal but for rounding. */
export function withoutFar(values: Float64Array): Float64Array<ArrayBuffer> {
  const centre = median(thinned(values, ENOUGH));
  const limit = 4 * robustSd(values, centre);
  const farthest = values.reduce((max, value) => Math.max(max, Math.abs(value - centre)), 0);
  const reach = limit > 1e-9 * farthest ? limit : farthest;
  return Float64Array.from(values, (value) => Math.max(-reach, Math.min(reach, value - centre)));
}

/** ln Γ(x) for x > 0: Stirling's series (DLMF 5.11.1) from 10 on, below it by Γ(x) = Γ(x + 1)/x. */
export function logGamma(x: number): number {
  let z = x;
  let product = 1;
  for (; z < 10; z++) product *= z;
  const w = 1 / (z * z);
  const series = (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w / 1188)))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

/** The continued fraction of the incomplete beta function (DLMF 8.17.22), evaluated forwards (Lentz 1976). */
function betaFraction(x: number, a: number, b: number): number {
  const safe = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / safe(1 + even * d);
    c = safe(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / safe(1 + odd * d);
    c = safe(1 + odd / c);
    const change = d * c;
    result *= change;
    if (Math.abs(change - 1) < 1e-14) break;
  }
  return result;
}

/** Regularised incomplete beta function I_x(a, b), for x from 0 to 1. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** Probability that Fisher's F with d1 and d2 degrees of freedom (not necessarily whole, above 0) is at least f. */
export function fTail(f: number, d1: number, d2: number): number {
  if (!(f > 0)) return 1;
  return incompleteBeta(d2 / (d2 + d1 * f), d2 / 2, d1 / 2);
}
