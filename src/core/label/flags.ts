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

/** A stretch of rows, and which interval they belong to: its index, or −1 where none. */
export interface LabelledRun {
  value: number;
  count: number;
}

/**
 * To which interval the rows `[from, to)` of one series belong, whose times ascend, as runs one after the other. Of several intervals a row belongs to the
 * first in the order of `intervals` (see `inOrder`); indexes are counted from `base`.
 */
export function labelledRuns(
  times: Float64Array,
  from: number,
  to: number,
  intervals: readonly Interval[],
  base = 0,
): LabelledRun[] {
  const runs: LabelledRun[] = [];
  // Rows before `done` are told: those of an interval that lie there belong to one that starts no later.
  let done = from;
  const rowOf = (time: number): number => firstWhere(done, to, (row) => (times[row] as number) >= time);
  for (let index = 0; index < intervals.length && done < to; index++) {
    const { start, end } = at(intervals, index);
    const last = rowOf(end);
    if (last === done) continue;
    const first = firstWhere(done, last, (row) => (times[row] as number) >= start);
    if (first > done) runs.push({ value: -1, count: first - done });
    if (last > first) runs.push({ value: base + index, count: last - first });
    done = last;
  }
  if (done < to) runs.push({ value: -1, count: to - done });
  return runs;
}

/** Finds the intervals of a series that touch a stretch of time, by binary search. `intervals`: as `inOrder` gives them. */
export class IntervalIndex {
  /** The greatest end of each interval and those before it. */
  private readonly reach: Float64Array;

  constructor(private readonly intervals: readonly Interval[]) {
    this.reach = new Float64Array(intervals.length);
    let reach = -Infinity;
    for (const [index, { end }] of intervals.entries()) this.reach[index] = reach = Math.max(reach, end);
  }

  /** All that hold a time of `[first, last]`, in order, and maybe some between them that hold none. */
  touching(first: number, last: number): Interval[] {
    const { intervals, reach } = this;
    const from = firstWhere(0, reach.length, (index) => (reach[index] as number) > first);
    const to = firstWhere(from, reach.length, (index) => at(intervals, index).start > last);
    return intervals.slice(from, to);
  }
}
