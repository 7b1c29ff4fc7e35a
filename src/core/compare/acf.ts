import { measured } from '../format';
import { durationText } from '../recipe/duration';
import { RunningSum } from '../statistics';
import { laggedProducts } from './lagged';

/** Autocorrelation at lags of 0, 1, 2, ... rows. */
export interface Acf {
  /** Index: the lag in rows; 1 at lag 0. */
  values: Float64Array;
  /** Microseconds from row to row. */
  step: number;
  /** Values present. */
  count: number;
  /** 95 % of white noise lies within ± this: 1.96/√count. */
  band: number;
}

/**
 * r(k) = Σ d(i)·d(i + k) / Σ d(i)², d the deviations from the mean: numpy's and statsmodels' `acf` with `adjusted=False`. Where rows are missing,
 * r(k) = (1 − k/n)·Σ d(i)·d(i + k) / √(Σ d(i)²·Σ d(i + k)²), all three sums over the pairs of which both rows are there, so that gaps neither weaken r nor
 * raise it; 1 − k/n is what the sum without gaps has. Rows are taken to be `step` apart. `maxLag` is cut to rows − 1. Null without two values, without spread, or with a value beyond 1e150.
 */
export function acf(values: Float64Array, step: number, maxLag: number): Acf | null {
  const n = values.length;
  const prepared = deviations(values);
  if (!prepared) return null;
  const { d, here, count } = prepared;
  const lags = Math.max(0, Math.min(Math.floor(maxLag), n - 1));
  const products = laggedProducts(d, lags);
  const whole = products[0] as number;
  const r = count < n ? overPairs(products, d, here) : products.map((sum) => sum / whole);
  return { values: r, step, count, band: 1.96 / Math.sqrt(count) };
}

/** Autocorrelation of a series with missing rows from its products, its deviations (0 where missing) and 1 where a row is there. */
function overPairs(products: Float64Array, d: Float64Array, here: Float64Array): Float64Array {
  const n = d.length;
  const lags = products.length - 1;
  const squares = d.map((value) => value * value);
  const earlier = laggedProducts(squares, lags, here);
  const later = laggedProducts(here, lags, squares);
  // Below this a sum of squares is what a transform's rounding left of none.
  const least = 1e-12 * (products[0] as number);
  return products.map((sum, k) => {
    const [a, b] = [earlier[k] as number, later[k] as number];
    if (a <= least || b <= least) return 0;
    return Math.max(-1, Math.min(1, sum / Math.sqrt(a * b))) * (1 - k / n);
  });
}

/** Deviations from the mean, scaled to the greatest, 0 where missing; and 1 where a value is there. */
function deviations(
  values: Float64Array,
): { d: Float64Array; here: Float64Array; count: number } | undefined {
  let count = 0;
  const sum = new RunningSum();
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    count++;
    sum.add(value);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const mean = sum.value / count;
  const scale = Math.max(high - mean, mean - low);
  if (count < 2 || low === high || !(scale > 0) || Math.max(-low, high) > 1e150) return undefined;
  const here = new Float64Array(values.length);
  const d = values.map((value, i) => {
    if (!Number.isFinite(value)) return 0;
    here[i] = 1;
    return (value - mean) / scale;
  });
  return { d, here, count };
}

/** How strongly a row depends on the one before, and for how long. */
export function readAcf(result: Acf | null): string {
  if (!result)
    return 'Autocorrelation: none; there are fewer than two different values, or one beyond 1e150.';
  const { values, step, band } = result;
  const first = values[1];
  if (first === undefined) return 'Autocorrelation: no lag was requested.';
  const head = `Autocorrelation ${measured(first)} from one row to the next (${durationText(step)})`;
  const within = values.findIndex((r, k) => k > 0 && Math.abs(r) <= band);
  const noise = `the band of white noise, ±${measured(band)}`;
  if (within === 1) return `${head}: within ${noise}, so neighbouring rows are not correlated.`;
  if (within < 0)
    return `${head}: still outside ${noise}, after ${durationText((values.length - 1) * step)}.`;
  return `${head}; it first falls within ${noise}, after ${durationText(within * step)}.`;
}

/** Where two autocorrelations differ most. Lags in microseconds, at those of the coarser step; null where one of the two is null or they have no lag in common. */
export function acfGap(reference: Acf | null, other: Acf | null): { gap: number; lag: number } | null {
  if (!reference || !other) return null;
  const coarse = reference.step >= other.step ? reference : other;
  const fine = coarse === reference ? other : reference;
  let found: { gap: number; lag: number } | null = null;
  for (let k = 1; k < coarse.values.length; k++) {
    const lag = k * coarse.step;
    const place = lag / fine.step;
    const low = Math.floor(place);
    if (low > fine.values.length - 1) break;
    const a = fine.values[low] as number;
    const b = fine.values[Math.min(low + 1, fine.values.length - 1)] as number;
    const gap = Math.abs((coarse.values[k] as number) - a - (b - a) * (place - low));
    if (!found || gap > found.gap) found = { gap, lag };
  }
  return found;
}

/** The limits 0.1 and 0.3 are rules of thumb; they have no other source. */
export function readAcfGap(result: { gap: number; lag: number } | null): string {
  if (!result) return 'Autocorrelations: nothing to compare; one of the two has none.';
  const { gap, lag } = result;
  const size =
    gap < 0.1
      ? 'they are alike'
      : gap < 0.3
        ? 'they differ somewhat'
        : 'they differ: the two series behave differently in time';
  return `The autocorrelations differ by at most ${measured(gap)}, at a lag of ${durationText(lag)}: ${size}.`;
}
