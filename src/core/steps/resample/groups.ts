/** Rows gathered in buckets. */
import type { Aggregate } from '../../recipe/types';
import { FILLED, type Rows } from '../../rows/types';
import { aggregates } from './aggregates';
import { bucketOf, keepsValue } from './grid';
import type { Buckets } from './usual';

/** Buckets that have rows, in order of time. The arrays may be longer than `length`. */
export interface Groups {
  length: number;
  /** Microseconds. */
  starts: Float64Array<ArrayBuffer>;
  /** NaN where there is none. */
  values: Float64Array<ArrayBuffer>;
  /** Finite values of rows. */
  observations: Int32Array<ArrayBuffer>;
  /** `FILLED` where all of these were filled. */
  flags: Uint8Array<ArrayBuffer>;
  /** Buckets with a value. */
  valued: number;
}

/** A place for the finite values of a bucket that has others too. */
let scratch = new Float64Array(1024);

/** The buckets that rows in order of time are in; one row or more. */
export function groupRows(rows: Rows, buckets: Buckets, aggregate: Aggregate): Groups {
  const { length, times, values, flags } = rows;
  const { every } = buckets;
  const single = keepsValue(aggregate);
  const aggregated = aggregates[aggregate];
  let start = bucketOf(times[0] as number, buckets);
  const span = (bucketOf(times[length - 1] as number, buckets) - start) / every + 1;
  const most = Math.min(length, span);
  const starts = new Float64Array(most);
  const made = new Float64Array(most);
  const observations = new Int32Array(most);
  const marks = new Uint8Array(most);
  let group = 0;
  let valued = 0;
  // Rows of the bucket before: a guess for the next.
  let run = 1;
  for (let row = 0; row < length; group++) {
    const end = start + every;
    let to = Math.min(length, row + run);
    while (to < length && (times[to] as number) < end) to++;
    while (to > row + 1 && (times[to - 1] as number) >= end) to--;
    run = to - row;
    let finite = row;
    while (finite < to && (values[finite] as number) - (values[finite] as number) === 0) finite++;
    let value: number;
    let count = run;
    let filled: boolean;
    if (finite === to) {
      value = run === 1 && single ? (values[row] as number) : aggregated(values, row, to);
      filled = allFilled(flags, row, to);
    } else {
      const kept = finiteOf(rows, row, to);
      count = kept.count;
      filled = kept.filled;
      value = count > 0 ? aggregated(scratch, 0, count) : aggregate === 'count' ? 0 : NaN;
    }
    starts[group] = start;
    made[group] = value;
    observations[group] = count;
    if (value === value) {
      valued++;
      if (filled) marks[group] = FILLED;
    }
    row = to;
    if (row === length) continue;
    const time = times[row] as number;
    start = time < end + every ? end : bucketOf(time, buckets);
  }
  return { length: group, starts, values: made, observations, flags: marks, valued };
}

/** Puts the finite values of rows `[from, to)` in `scratch`: how many there are, and whether all of them, one or more, were filled. */
function finiteOf({ values, flags }: Rows, from: number, to: number): { count: number; filled: boolean } {
  if (scratch.length < to - from) scratch = new Float64Array(2 * (to - from));
  let count = 0;
  let filled = true;
  for (let row = from; row < to; row++) {
    const value = values[row] as number;
    if (value - value !== 0) continue;
    scratch[count++] = value;
    if (((flags[row] as number) & FILLED) === 0) filled = false;
  }
  return { count, filled: filled && count > 0 };
}

function allFilled(flags: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (((flags[i] as number) & FILLED) === 0) return false;
  return true;
}
