import { lowerBound, upperBound } from '../list';
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

/** Intervals of one series as columns, in the order of `inOrder`. */
export interface IntervalColumns {
  starts: Float64Array;
  ends: Float64Array;
  ids: readonly string[];
  types: readonly string[];
}

/**
 * To which interval the rows `[from, to)` of one series belong, whose times ascend: runs of rows one after the other, two numbers each, the index of the
 * interval (−1: none) and how many rows. Of several intervals a row belongs to the first. Indexes are counted from `base`.
 */
export function labelledRuns(
  times: Float64Array,
  from: number,
  to: number,
  { starts, ends }: Pick<IntervalColumns, 'starts' | 'ends'>,
  base = 0,
): Int32Array {
  const runs = new Int32Array(4 * starts.length + 2);
  let filled = 0;
  const add = (value: number, count: number): void => {
    runs[filled++] = value;
    runs[filled++] = count;
  };
  // Rows before `done` are told: those of an interval that lie there belong to one that starts no later.
  let done = from;
  for (let index = 0; index < starts.length && done < to; index++) {
    const last = lowerBound(times, ends[index] as number, done, to);
    if (last === done) continue;
    const first = lowerBound(times, starts[index] as number, done, last);
    if (first > done) add(-1, first - done);
    if (last > first) add(base + index, last - first);
    done = last;
  }
  if (done < to) add(-1, to - done);
  return runs.subarray(0, filled);
}

/** Finds the intervals of a series that touch a stretch of time, by binary search. */
export class IntervalIndex {
  private readonly columns: IntervalColumns;
  /** The greatest end of each interval and those before it. */
  private readonly reach: Float64Array;

  constructor(intervals: readonly Interval[]) {
    const sorted = inOrder(intervals);
    this.columns = {
      starts: Float64Array.from(sorted, ({ start }) => start),
      ends: Float64Array.from(sorted, ({ end }) => end),
      ids: sorted.map(({ id }) => id),
      types: sorted.map(({ type }) => type),
    };
    let reach = -Infinity;
    this.reach = this.columns.ends.map((end) => (reach = Math.max(reach, end)));
  }

  /** All that hold a time of `[first, last]`, in order, and maybe some between them that hold none. */
  touching(first: number, last: number): IntervalColumns {
    const { starts, ends, ids, types } = this.columns;
    const from = upperBound(this.reach, first);
    const to = upperBound(starts, last, from);
    return {
      starts: starts.slice(from, to),
      ends: ends.slice(from, to),
      ids: ids.slice(from, to),
      types: types.slice(from, to),
    };
  }
}
