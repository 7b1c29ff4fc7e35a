/** Stretches of filled rows, which merge from part to part. */
import { FILLED, type Rows } from './types';

/** Numbers of a stretch: time of the row before, of the first filled row, of the row after, how many rows. */
const SIZE = 4;

/** Stretches of a part, `SIZE` numbers each; NaN for the time of a row that is in another part. Plain data. */
export interface Stretches {
  all: Float64Array<ArrayBuffer>;
  /** Times of the first and last row of the part; NaN without rows. */
  head: number;
  tail: number;
}

/** The stretches of filled rows among `[start, end)`. */
export function filledStretches({ times, flags }: Rows, start: number, end: number): Stretches {
  const timeOf = (row: number): number => (row >= start && row < end ? (times[row] as number) : NaN);
  let all = new Float64Array(16 * SIZE);
  let length = 0;
  let row = start;
  for (;;) {
    while (row < end && ((flags[row] as number) & FILLED) === 0) row++;
    if (row >= end) break;
    const from = row;
    while (row < end && ((flags[row] as number) & FILLED) !== 0) row++;
    if (length === all.length) {
      const wider = new Float64Array(2 * length);
      wider.set(all);
      all = wider;
    }
    all[length++] = timeOf(from - 1);
    all[length++] = timeOf(from);
    all[length++] = timeOf(row);
    all[length++] = row - from;
  }
  return { all: all.slice(0, length), head: timeOf(start), tail: timeOf(end - 1) };
}

/** The stretches of parts that follow one another: at the ends, where there is no row before or after, with the times of the filled rows themselves. */
export function joinStretches(parts: readonly Stretches[]): Float64Array<ArrayBuffer> {
  const some = parts.filter(({ head }) => !Number.isNaN(head));
  const joined = new Float64Array(some.reduce((length, { all }) => length + all.length, 0));
  let length = 0;
  let tail = NaN;
  for (const part of some) {
    const { all, head } = part;
    const open = length > 0 && Number.isNaN(joined[length - 2]);
    const goesOn = open && Number.isNaN(all[0]);
    if (goesOn) {
      joined[length - 2] = all[2] as number;
      joined[length - 1] = (joined[length - 1] as number) + (all[3] as number);
    } else if (open) joined[length - 2] = head;
    const rest = goesOn ? all.subarray(SIZE) : all;
    joined.set(rest, length);
    if (Number.isNaN(rest[0])) joined[length] = Number.isNaN(tail) ? head : tail;
    length += rest.length;
    tail = part.tail;
  }
  if (length > 0 && Number.isNaN(joined[length - 2])) joined[length - 2] = tail;
  return joined.slice(0, length);
}
