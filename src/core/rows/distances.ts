/** Extent of a series and the distances of its neighbouring rows, which merge from piece to piece. */
import { last } from '../list';
import { sumOf } from '../statistics';
import { KindCounts, type Kinds } from './kinds';
import type { Rows } from './types';

/** A distance counts as a gap from this multiple of the usual step on. */
export const GAP_FACTOR = 1.5;

/** Plain data; times and distances in microseconds. */
export interface Distances {
  rows: number;
  /** Rows with a finite value. */
  values: number;
  /** Least and greatest time; NaN without rows. */
  first: number;
  last: number;
  /** Least and greatest distance, also those of zero and below; null for a single row. */
  least: number | null;
  most: number | null;
  /** Rows at the time of the row before them. */
  duplicates: number;
  /** Rows before the time of the row before them: none in order of time. */
  backward: number;
  /** Distances above zero. */
  above: Kinds;
  /** What further looks found, where kinds were too many to count all of them; null before these, and where none is needed. */
  looked: Looked | null;
  /** Times of the first and last row as they stand, and whether the distance of the first from a row before it is among these. */
  head: number;
  tail: number;
  joined: boolean;
}

/** What is known after a further look. `above` then says exactly how often its kinds occur; all are there that are a tenth of all distances or more. */
export interface Looked {
  /** The median is in `[low, high)`; of distances below `low`, there are so many. */
  low: number;
  high: number;
  below: number;
  /** Distances longer than `GAP_FACTOR` times the median; null where that is not known yet. */
  gaps: number | null;
}

/** Counts distances row by row, those of a run of equal ones at once. */
class Counting {
  readonly kinds = new KindCounts();
  least: number | null = null;
  most: number | null = null;
  first = Infinity;
  last = -Infinity;
  duplicates = 0;
  backward = 0;

  /** A distance so many times, from a row at `from` to one at `to`. */
  add(distance: number, times: number, from: number, to: number): void {
    if (this.least === null || distance < this.least) this.least = distance;
    if (this.most === null || distance > this.most) this.most = distance;
    // Not the row that the run starts from: it may be one of another part.
    this.reach(from + distance);
    this.reach(to);
    if (distance > 0) this.kinds.add(distance, times, from);
    else if (distance === 0) this.duplicates += times;
    else this.backward += times;
  }

  take(part: Distances): void {
    if (part.least !== null && !(this.least !== null && this.least <= part.least)) this.least = part.least;
    if (part.most !== null && !(this.most !== null && this.most >= part.most)) this.most = part.most;
    this.reach(part.first);
    this.reach(part.last);
    this.kinds.join(part.above);
    this.duplicates += part.duplicates;
    this.backward += part.backward;
  }

  reach(time: number): void {
    if (time < this.first) this.first = time;
    if (time > this.last) this.last = time;
  }
}

/** Calls back with each run of equal distances between rows: distance, how many, time of the row it starts from and of the one it ends at. */
export function eachDistance(
  { times }: Rows,
  start: number,
  end: number,
  before: number | null,
  take: (distance: number, count: number, from: number, to: number) => void,
): void {
  let row = start;
  let previous = before ?? (times[row++] as number);
  while (row < end) {
    const opened = row;
    const origin = previous;
    previous = times[row++] as number;
    const distance = previous - origin;
    while (row < end) {
      const time = times[row] as number;
      if (time - previous !== distance) break;
      previous = time;
      row++;
    }
    take(distance, row - opened, origin, previous);
  }
}

function finiteCount(values: Float64Array, start: number, end: number): number {
  let finite = 0;
  for (let row = start; row < end; row++) {
    const value = values[row] as number;
    if (value - value === 0) finite++;
  }
  return finite;
}

/**
 * Distances of rows `[start, end)`. `before`: time of the row before them, which is not one of them; null where there is none or where the part before is merged
 * with this one, which then adds the distance between.
 */
export function gatherDistances(rows: Rows, start: number, end: number, before: number | null): Distances {
  if (end <= start)
    return partOf(new Counting(), { rows: 0, values: 0, head: NaN, tail: NaN, joined: false });
  const counting = new Counting();
  const head = rows.times[start] as number;
  counting.reach(head);
  eachDistance(rows, start, end, before, (distance, times, from, to) =>
    counting.add(distance, times, from, to),
  );
  return partOf(counting, {
    rows: end - start,
    values: finiteCount(rows.values, start, end),
    head,
    tail: rows.times[end - 1] as number,
    joined: before !== null,
  });
}

const partOf = (
  { kinds, least, most, first, last: latest, duplicates, backward }: Counting,
  own: Pick<Distances, 'rows' | 'values' | 'head' | 'tail' | 'joined'>,
): Distances => ({
  ...own,
  first: own.rows > 0 ? first : NaN,
  last: own.rows > 0 ? latest : NaN,
  least,
  most,
  duplicates,
  backward,
  above: kinds.done(),
  looked: null,
});

/** Distances of parts that follow one another, as if gathered at once. */
export function mergeDistances(parts: readonly Distances[]): Distances {
  const some = parts.filter(({ rows }) => rows > 0);
  const [opening] = some;
  const counting = new Counting();
  if (!opening) return partOf(counting, { rows: 0, values: 0, head: NaN, tail: NaN, joined: false });
  let [rows, values] = [0, 0];
  let tail: number | null = null;
  for (const part of some) {
    if (tail !== null && !part.joined) counting.add(part.head - tail, 1, tail, part.head);
    counting.take(part);
    rows += part.rows;
    values += part.values;
    tail = part.tail;
  }
  return partOf(counting, {
    rows,
    values,
    head: opening.head,
    tail: last(some).tail,
    joined: opening.joined,
  });
}

/** Of distances with too many kinds. */
export const NOT_KNOWN = 'expected distances after a further look, see nextLook';

/** How many distances are above zero. */
export const distancesAbove = ({ above: { times, thinned } }: Distances): number =>
  sumOf(thinned ? thinned.bins : times);

/** Whether all distances are equal. */
export const isRegular = ({ least, most }: Distances): boolean =>
  least === null || (least > 0 && least === most);

/**
 * Median of the distances above zero, the lower one of two in the middle; null where there are none. Throws RangeError where it is not known before a further look.
 */
export function medianDistance(distances: Distances): number | null {
  const { above, looked } = distances;
  const { kinds, times } = above;
  if (above.thinned) {
    if (!looked || looked.high - looked.low > 1) throw new RangeError(NOT_KNOWN);
    return looked.low;
  }
  const half = distancesAbove(distances) / 2;
  let upto = 0;
  for (let i = 0; i < kinds.length; i++) {
    upto += times[i] as number;
    if (upto >= half) return kinds[i] as number;
  }
  return null;
}

/** A distance longer than this is a gap, of a median step. */
export const longestStep = (step: number): number => Math.floor(step * GAP_FACTOR);

/** Distances longer than `GAP_FACTOR` times the median. Throws RangeError where they are not known before a further look. */
export function gapsOver(distances: Distances): number {
  const { kinds, times, thinned } = distances.above;
  if (thinned) {
    const gaps = distances.looked?.gaps ?? null;
    if (gaps === null) throw new RangeError(NOT_KNOWN);
    return gaps;
  }
  const step = medianDistance(distances);
  if (step === null) return 0;
  const longest = longestStep(step);
  return sumOf(times, (often, i) => ((kinds[i] as number) > longest ? often : 0));
}
