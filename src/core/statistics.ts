/** Means, medians and quantiles of numbers in memory. */

/** Arithmetic mean, summed in order; NaN of none. */
export function meanOf(values: Float64Array | readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
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
