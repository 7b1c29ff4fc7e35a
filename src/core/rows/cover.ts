/** How many rows intervals cover, and which. */
import { rowAt } from './piece';
import type { Rows } from './types';

/** Intervals `[starts[i], ends[i])`, microseconds, in order of their starts. */
export interface Intervals {
  starts: Float64Array;
  ends: Float64Array;
}

/** For each interval the rows inside: how many, the first time and the last (NaN without any). */
export interface Cover {
  rows: Float64Array;
  first: Float64Array;
  last: Float64Array;
}

export const emptyCover = (length: number): Cover => ({
  rows: new Float64Array(length),
  first: new Float64Array(length).fill(NaN),
  last: new Float64Array(length).fill(NaN),
});

/** What intervals cover of the rows at times `[from, to)`. */
export function coverOf(rows: Rows, { starts, ends }: Intervals, from: number, to: number): Cover {
  const cover = emptyCover(starts.length);
  for (let i = 0; i < starts.length; i++) {
    const start = Math.max(starts[i] as number, from);
    const end = Math.min(ends[i] as number, to);
    if (!(start < end)) continue;
    const first = rowAt(rows, start);
    const after = rowAt(rows, end);
    if (after <= first) continue;
    cover.rows[i] = after - first;
    cover.first[i] = rows.times[first] as number;
    cover.last[i] = rows.times[after - 1] as number;
  }
  return cover;
}

/** Adds what a later stretch of the rows has of intervals `[offset, offset + part.rows.length)`. */
export function addCover(into: Cover, part: Cover, offset: number): void {
  for (let i = 0; i < part.rows.length; i++) {
    const rows = part.rows[i] as number;
    if (rows === 0) continue;
    const at = offset + i;
    if (into.rows[at] === 0) into.first[at] = part.first[i] as number;
    into.rows[at] = (into.rows[at] as number) + rows;
    into.last[at] = part.last[i] as number;
  }
}
