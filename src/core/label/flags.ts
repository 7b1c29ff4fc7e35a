/** A labelled interval of one series, `[start, end)` in microseconds UTC. */
export interface Interval {
  start: number;
  end: number;
  id: string;
  type: string;
}

/**
 * The order that decides overlaps: a row inside several intervals takes type and id from the one that starts first;
 * of those that start together, from the one that ends first; then from the lesser id.
 */
export function inOrder(intervals: readonly Interval[]): Interval[] {
  return [...intervals].sort(
    (a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

/** Index of the first time in `[from, to)` that is not before `time`. */
export function lowerBound(times: BigInt64Array, time: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Number(times[middle]) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Marks the rows `[from, to)` of one series, whose times ascend: `into[row]` becomes `base` plus the index of the interval
 * that the row belongs to, in the order of `intervals` (see `inOrder`). Rows outside every interval keep what they hold.
 */
export function flagRows(
  times: BigInt64Array,
  from: number,
  to: number,
  intervals: readonly Interval[],
  into: Int32Array,
  base = 0,
): void {
  for (let index = intervals.length - 1; index >= 0; index--) {
    const interval = intervals[index];
    if (!interval) continue;
    const first = lowerBound(times, interval.start, from, to);
    into.fill(base + index, first, lowerBound(times, interval.end, first, to));
  }
}
