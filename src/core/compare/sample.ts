/** The values of a series in order of size: what all measures of distribution are taken from. */
export interface Sample {
  /** Finite values, ascending. */
  sorted: Float64Array;
  /** Rows without a finite value. */
  missing: number;
}

/**
 * Takes out what is no number and sorts the rest: the one costly part of a comparison, about 1.2 s for 10,000,000 values (80 MB); every
 * measure after it takes one pass or less. NaN and the infinities count as missing. The input stays as it is.
 */
export function sampleOf(values: Float64Array): Sample {
  const sorted = present(values).sort();
  return { sorted, missing: values.length - sorted.length };
}

/** The finite values in the order of rows, in an array of their own. */
export function present(values: Float64Array): Float64Array<ArrayBuffer> {
  let count = 0;
  for (const value of values) if (Number.isFinite(value)) count++;
  const found = new Float64Array(count);
  let at = 0;
  for (const value of values) if (Number.isFinite(value)) found[at++] = value;
  return found;
}

/** How many of the ascending values are at most `limit` (`below`: less than it). */
export function countUpTo(sorted: Float64Array, limit: number, below = false): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle] ?? NaN;
    if (value < limit || (!below && value === limit)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Quantile of ascending values at `part` from 0 to 1: linear between the two nearest ranks (Hyndman and Fan 1996, type 7; numpy's default). NaN without a value. */
export function quantileOf(sorted: Float64Array, part: number): number {
  const place = (sorted.length - 1) * part;
  const rank = Math.floor(place);
  const low = sorted[rank] ?? NaN;
  const high = sorted[Math.min(rank + 1, sorted.length - 1)] ?? NaN;
  const share = place - rank;
  const distance = high - low;
  return Number.isFinite(distance) ? low + distance * share : low * (1 - share) + high * share;
}
