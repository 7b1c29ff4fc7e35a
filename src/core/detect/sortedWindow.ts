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

  /** First index whose value is not below. */
  const place = (value: number): number => {
    let low = 0;
    let high = count;
    while (low < high) {
      const at = (low + high) >> 1;
      if ((sorted[at] ?? 0) < value) low = at + 1;
      else high = at;
    }
    return low;
  };

  /** The k-th smallest distance (from 1) to `middle`: `low` values lie below it, whose distances grow to the left, the others' to the right. */
  const distance = (k: number, low: number, middle: number): number => {
    const left = (i: number): number => middle - (sorted[low - 1 - i] ?? 0);
    const right = (i: number): number => (sorted[low + i] ?? 0) - middle;
    let least = Math.max(0, k - (count - low));
    let most = Math.min(k, low);
    while (least < most) {
      const taken = (least + most) >> 1;
      if (right(k - taken - 1) > left(taken)) least = taken + 1;
      else most = taken;
    }
    return Math.max(least > 0 ? left(least - 1) : 0, least < k ? right(k - least - 1) : 0);
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
    median: () => (count === 0 ? NaN : middleOf(sorted, count)),
    deviation(middle) {
      const low = place(middle);
      const upper = (count >> 1) + 1;
      const high = distance(upper, low, middle);
      return count % 2 === 1 ? high : (distance(upper - 1, low, middle) + high) / 2;
    },
  };
}

/** Median of the first `count` of sorted values. */
export function middleOf(sorted: Float64Array, count = sorted.length): number {
  const upper = sorted[count >> 1] ?? NaN;
  return count % 2 === 1 ? upper : ((sorted[(count >> 1) - 1] ?? NaN) + upper) / 2;
}

/** Median of values in any order; NaN of none. */
export const median = (values: Float64Array): number => middleOf(values.slice().sort());

/** What the median absolute deviation of a normal distribution is multiplied by to give its standard deviation. */
export const madToSigma = 1.4826;

/** A distance in units of a deviation; 0 where there is no deviation, and never beyond what a double holds. */
export const inDeviations = (distance: number, deviation: number): number =>
  deviation > 0 ? Math.min(distance / deviation, Number.MAX_VALUE) : 0;
