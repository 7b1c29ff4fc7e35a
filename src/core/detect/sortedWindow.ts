import { lowerBound } from '../list';
import { medianOfSorted } from '../statistics';

/** Values in ascending order, with room for `capacity`: a step moves at most that many doubles at once, which for a thousand is as fast as a tree. */
export interface SortedWindow {
  insert(value: number): void;
  /** Takes out one such value, which must be there. */
  remove(value: number): void;
  /** NaN of none; the mean of the two in the middle of an even number. */
  median(): number;
  /** Median of |value − middle|, by binary search. */
  deviation(middle: number): number;
}

export function sortedWindow(capacity: number): SortedWindow {
  const sorted = new Float64Array(capacity);
  let count = 0;

  const place = (value: number): number => lowerBound(sorted, value, 0, count);

  /** The k-th smallest distance (from 1) to `middle`: `low` values lie below it, whose distances grow to the left, the others' to the right. */
  const distance = (k: number, low: number, middle: number): number => {
    const left = (i: number): number => middle - (sorted[low - 1 - i] as number);
    const right = (i: number): number => (sorted[low + i] as number) - middle;
    // How many of the k smallest lie to the left. A loop of its own: with a function for each step a window of 1,001 rows takes a sixth longer.
    let taken = Math.max(0, k - (count - low));
    let end = Math.min(k, low);
    while (taken < end) {
      const half = (taken + end) >> 1;
      if (right(k - half - 1) > left(half)) taken = half + 1;
      else end = half;
    }
    return Math.max(taken > 0 ? left(taken - 1) : 0, taken < k ? right(k - taken - 1) : 0);
  };

  return {
    insert(value) {
      const at = place(value);
      sorted.copyWithin(at + 1, at, count);
      sorted[at] = value;
      count++;
    },
    remove(value) {
      const at = place(value);
      sorted.copyWithin(at, at + 1, count);
      count--;
    },
    median: () => medianOfSorted(sorted, count),
    deviation(middle) {
      const low = place(middle);
      const upper = (count >> 1) + 1;
      const high = distance(upper, low, middle);
      return count % 2 === 1 ? high : (distance(upper - 1, low, middle) + high) / 2;
    },
  };
}

/** What the median absolute deviation of a normal distribution is multiplied by to give its standard deviation. */
export const madToSigma = 1.4826;

/** A distance in units of a deviation; 0 where there is no deviation, and never beyond what a double holds. */
export const inDeviations = (distance: number, deviation: number): number =>
  deviation > 0 ? Math.min(distance / deviation, Number.MAX_VALUE) : 0;
