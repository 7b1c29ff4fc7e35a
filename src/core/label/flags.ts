import { at, firstWhere } from '../list';
import type { Span } from './types';

/** A labelled interval of one series, `[start, end)` in microseconds UTC. */
export interface Interval extends Span {
  id: string;
  type: string;
}

/**
 * The order that decides overlaps: a row inside several intervals takes type and id from the one that starts first;
 * of those that start together, from the one that ends first; then from the smaller id.
 */
export function inOrder(intervals: readonly Interval[]): Interval[] {
  return [...intervals].sort(
    (a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

/** The union of intervals `[start, end)`: sorted, none touching another. Empty intervals cover nothing. */
export function spans(labels: readonly Span[]): Span[] {
  const sorted = labels.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start);
  const union: Span[] = [];
  for (const { start, end } of sorted) {
    const before = union.at(-1);
    if (before && start <= before.end) before.end = Math.max(before.end, end);
    else union.push({ start, end });
  }
  return union;
}

/** Index of the first time in `[from, to)` that is not before `time`. */
export const lowerBound = (times: BigInt64Array, time: number, from: number, to: number): number =>
  firstWhere(from, to, (row) => Number(times[row]) >= time);

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
    const { start, end } = at(intervals, index);
    const first = lowerBound(times, start, from, to);
    into.fill(base + index, first, lowerBound(times, end, first, to));
  }
}
