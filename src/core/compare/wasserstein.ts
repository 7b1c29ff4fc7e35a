import { measured } from '../format';
import { quantileOf, RunningSum } from '../statistics';
import { NOTHING_TO_COMPARE, type Sample } from './series';

export interface Wasserstein {
  /** In the unit of the values; null where it is beyond what a double can hold. */
  distance: number | null;
  /** The distance divided by the reference's spread; null where that is 0 or the distance is null. */
  relative: number | null;
  /** Interquartile range of the reference / 1.349: the standard deviation of a normal distribution with these quartiles. */
  spread: number;
}

/** Width of the middle half of a normal distribution of deviation 1. */
const NORMAL_IQR = 1.3489795003921634;

/**
 * W₁ = ∫ |F(x) − G(x)| dx, the mean distance that values have to move to turn one distribution into the other (as scipy's
 * `wasserstein_distance`), in one pass over both. Null where one of the two has no value.
 */
export function wasserstein(reference: Sample, other: Sample): Wasserstein | null {
  const a = reference.sorted;
  const b = other.sorted;
  const n = a.length;
  const m = b.length;
  if (n === 0 || m === 0) return null;
  let i = 0;
  let j = 0;
  const moved = new RunningSum();
  let before = Math.min(a[0] as number, b[0] as number);
  while (i < n || j < m) {
    const x = Math.min(i < n ? (a[i] as number) : Infinity, j < m ? (b[j] as number) : Infinity);
    const gap = Math.abs(i / n - j / m);
    const width = x - before;
    // The difference of two doubles may be beyond doubles.
    if (gap > 0) moved.add(Number.isFinite(width) ? width * gap : x * gap - before * gap);
    before = x;
    while (i < n && (a[i] as number) === x) i++;
    while (j < m && (b[j] as number) === x) j++;
  }
  const distance = moved.value;
  const iqr = quantileOf(a, 0.75) - quantileOf(a, 0.25);
  const spread = Number.isFinite(iqr) ? iqr / NORMAL_IQR : 0;
  if (!Number.isFinite(distance)) return { distance: null, relative: null, spread };
  const relative = distance / spread;
  return { distance, relative: Number.isFinite(relative) ? relative : null, spread };
}

/**
 * What the distance means. Its parts of a deviation are read as Cohen (1988) reads the distance of two means: 0.2 small, 0.5 medium, 0.8
 * large; a shift of the whole distribution by d deviations has W₁ = d deviations.
 */
export function readWasserstein(result: Wasserstein | null): string {
  if (!result) return NOTHING_TO_COMPARE;
  const { distance, relative } = result;
  if (distance === null)
    return 'Wasserstein distance: too large to compute; the values are near the limit of floating-point numbers.';
  const head = `Wasserstein distance ${measured(distance)}`;
  if (distance === 0) return `${head}: the two distributions are the same.`;
  const moved = `${head}: on average a value has to move by ${measured(distance)} to turn one distribution into the other`;
  if (relative === null)
    return `${moved}; the middle half of the reference is one value, so there is no spread to compare it with.`;
  const size = relative < 0.2 ? 'negligible' : relative < 0.5 ? 'small' : relative < 0.8 ? 'medium' : 'large';
  return `${moved}, ${measured(relative)} of the reference's deviation: ${size} (below 0.2 negligible, above 0.8 large).`;
}
