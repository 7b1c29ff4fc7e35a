/** The times of a series' rows in order, found by row and by time without a list of all of them. */
import { at, lowerBound } from '../list';

/** Times in order, microseconds. */
export interface OrderedTimes {
  readonly length: number;
  /** The time of a row. Throws RangeError where there is none. */
  at(row: number): number;
  /** The first row at or after a time; `length` where there is none. */
  from(time: number): number;
}

/** A list of times that is in order. */
export const listedTimes = (times: Float64Array): OrderedTimes => ({
  length: times.length,
  at: (row) => at(times, row),
  from: (time) => lowerBound(times, time),
});

/** Times at one distance (above zero) from each other. */
export const gridTimes = (length: number, start: number, step: number): OrderedTimes => ({
  length,
  at(row) {
    if (!(row >= 0 && row < length)) throw new RangeError(`expected a row below ${length}, got ${row}`);
    return start + row * step;
  },
  from: (time) => Math.min(length, Math.max(0, Math.ceil((time - start) / step))),
});

/** Times in order of some rows, plain data: stretches of rows at one distance, or a list where there are too many of these. */
export type PackedTimes =
  | {
      rows: number;
      /** Microseconds, above zero. */
      step: number;
      /** The time of each stretch's first row, and its number. */
      starts: Float64Array<ArrayBuffer>;
      firsts: Uint32Array<ArrayBuffer>;
    }
  | { rows: number; times: Float64Array<ArrayBuffer> };

/** Distances that are looked at for the usual one. */
const SAMPLE = 1024;
/** A stretch takes 12 bytes, a listed time 8. */
const ROWS_PER_STRETCH = 1.5;

/** Packs rows `[from, to)`, which are in order. */
export function packTimes(times: Float64Array, from: number, to: number): PackedTimes {
  const rows = to - from;
  const step = leastDistance(times, from, Math.min(to, from + SAMPLE));
  const most = Math.floor(rows / ROWS_PER_STRETCH);
  const starts = new Float64Array(most);
  const firsts = new Uint32Array(most);
  let filled = 0;
  let expected = NaN;
  for (let row = from; row < to; row++) {
    const time = times[row] as number;
    if (time !== expected) {
      if (filled === most) return { rows, times: times.slice(from, to) };
      starts[filled] = time;
      firsts[filled++] = row - from;
    }
    expected = time + step;
  }
  return { rows, step, starts: starts.slice(0, filled), firsts: firsts.slice(0, filled) };
}

/** The least distance above zero; 1 where there is none. */
function leastDistance(times: Float64Array, from: number, to: number): number {
  let least = Infinity;
  for (let row = from + 1; row < to; row++) {
    const distance = (times[row] as number) - (times[row - 1] as number);
    if (distance > 0 && distance < least) least = distance;
  }
  return least === Infinity ? 1 : least;
}

function unpacked(packed: PackedTimes): OrderedTimes {
  if ('times' in packed) return listedTimes(packed.times);
  const { rows, step, starts, firsts } = packed;
  const count = starts.length;
  /** The stretch of the last row that was asked for: those asked for one after the other lie close together. */
  let near = 0;
  const endOf = (stretch: number): number => (stretch + 1 < count ? (firsts[stretch + 1] as number) : rows);
  return {
    length: rows,
    at(row) {
      if (!(row >= 0 && row < rows)) throw new RangeError(`expected a row below ${rows}, got ${row}`);
      if (row < (firsts[near] as number) || row >= endOf(near)) near = lowerBound(firsts, row + 1) - 1;
      return (starts[near] as number) + (row - (firsts[near] as number)) * step;
    },
    from(time) {
      const after = lowerBound(starts, time);
      if (after === 0) return 0;
      near = after - 1;
      const within = Math.ceil((time - (starts[near] as number)) / step);
      return Math.min((firsts[near] as number) + within, endOf(near));
    },
  };
}

/** Parts one after the other, none empty. */
export function joinedTimes(parts: readonly PackedTimes[]): OrderedTimes {
  const all = parts.map(unpacked);
  const offsets = new Float64Array(all.length);
  const starts = new Float64Array(all.length);
  let length = 0;
  for (const [index, part] of all.entries()) {
    offsets[index] = length;
    starts[index] = part.at(0);
    length += part.length;
  }
  /** The part of the last row that was asked for. */
  let near = 0;
  const holds = (row: number): boolean =>
    row >= (offsets[near] as number) && row < (offsets[near] as number) + at(all, near).length;
  return {
    length,
    at(row) {
      if (!(row >= 0 && row < length)) throw new RangeError(`expected a row below ${length}, got ${row}`);
      if (!holds(row)) near = lowerBound(offsets, row + 1) - 1;
      return at(all, near).at(row - (offsets[near] as number));
    },
    from(time) {
      if (length === 0) return 0;
      near = Math.max(0, lowerBound(starts, time) - 1);
      return (offsets[near] as number) + at(all, near).from(time);
    },
  };
}
