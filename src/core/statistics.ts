/** Sums, means, medians and quantiles of numbers in memory. */

/** A running sum that keeps what rounding loses (Neumaier 1974), so that neither the order nor the number of its terms shows. */
export class RunningSum {
  private sum = 0;
  private lost = 0;

  add(term: number): void {
    const next = this.sum + term;
    this.lost += Math.abs(this.sum) >= Math.abs(term) ? this.sum - next + term : term - next + this.sum;
    this.sum = next;
  }

  get value(): number {
    return this.sum + this.lost;
  }
}

/** Sum of numbers, or of what `of` makes of each, without what rounding loses (Neumaier 1974). */
export function sumOf(
  values: Float64Array | readonly number[],
  of?: (value: number, index: number) => number,
): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const term = of ? of(values[i] as number, i) : (values[i] as number);
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** So small that no sum of doubles times it overflows. */
const SMALL = 2 ** -64;

/** Arithmetic mean, never outside the least and the greatest of the values; NaN of none. */
export function meanOf(values: Float64Array | readonly number[]): number {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const sum = sumOf(values);
  const mean = Number.isFinite(sum)
    ? sum / values.length
    : sumOf(values, (value) => value * SMALL) / values.length / SMALL;
  return Math.max(low, Math.min(high, mean));
}

/** The number `share` (0 to 1) of the way from `low` to `high`, also where their distance is beyond what a double can hold. */
export function between(low: number, high: number, share: number): number {
  const distance = high - low;
  return Number.isFinite(distance) ? low + distance * share : low * (1 - share) + high * share;
}

/**
 * Quantile of ascending values at `part` from 0 to 1: linear between the two nearest ranks (Hyndman and Fan 1996, type 7; numpy's default).
 * NaN without a value.
 */
export function quantileOf(sorted: Float64Array, part: number): number {
  if (sorted.length === 0) return NaN;
  const place = (sorted.length - 1) * part;
  const rank = Math.floor(place);
  const next = Math.min(rank + 1, sorted.length - 1);
  return between(sorted[rank] as number, sorted[next] as number, place - rank);
}

/** Median of the first `count` of ascending values; the mean of the two in the middle of an even number, NaN of none. */
export function medianOfSorted(sorted: Float64Array, count = sorted.length): number {
  if (count === 0) return NaN;
  const upper = sorted[count >> 1] as number;
  return count % 2 === 1 ? upper : ((sorted[(count >> 1) - 1] as number) + upper) / 2;
}

/** Median of values in any order, which stay as they are; NaN of none. */
export const median = (values: Float64Array): number => medianOfSorted(values.slice().sort());
