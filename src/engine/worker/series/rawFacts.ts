/** What is known of the rows of a series as it came. */
import { at } from '../../../core/list';
import { bucketFields, Buckets } from '../../../core/rows/buckets';
import { gatherDistances, type Distances } from '../../../core/rows/distances';
import { mergeFacts, type StageFacts } from '../../../core/rows/facts';
import { levelWidths, type Level } from '../../../core/rows/levels';
import { concludeLook, lookAtDistances, nextLook } from '../../../core/rows/looks';
import { rowsOf } from '../../../core/rows/piece';
import { sortRows } from '../../../core/rows/sort';
import { commonGrid } from '../../../core/rows/usual';
import { isGrid, type Column, type TimeGrid } from './rowStore';

/** What times tell alone. Series of one file share it. */
export interface TimeFacts extends Omit<StageFacts, 'count' | 'levels' | 'filled'> {
  /** The row of the file of each in order of time; null where they are in order. */
  order: Int32Array<ArrayBuffer> | null;
}

const none = new Float64Array(0);

/** Of times in the order of their file. */
export function timeFacts(times: TimeGrid | Column, rows: number): TimeFacts {
  if (isGrid(times)) return gridFacts(times, rows);
  const { times: ordered, order, backward } = sortRows(times.copy(0, rows), none);
  const distances = distancesOf(ordered);
  const nothing = { all: none, head: NaN, tail: NaN };
  const facts = mergeFacts([{ distances, finest: null, filled: nothing }], { backward, distances });
  const { count: _count, levels: _levels, filled: _filled, ...known } = facts;
  return { ...known, order };
}

function gridFacts({ start, step }: TimeGrid, rows: number): TimeFacts {
  const extent = { rows, first: start, last: start + (rows - 1) * step };
  const distances = rows - 1;
  return {
    ...extent,
    backward: 0,
    duplicates: 0,
    step: rows > 1 ? step : null,
    usual:
      rows > 1
        ? (commonGrid(extent, { step, times: distances, distances, origin: start })?.every ?? null)
        : null,
    gaps: 0,
    regular: true,
    order: null,
  };
}

/** The distances of times in order; in several looks where they are of many kinds. */
function distancesOf(times: Float64Array<ArrayBuffer>): Distances {
  // The values are not looked at: any will do.
  const rows = rowsOf(times, times);
  let distances = gatherDistances(rows, 0, rows.length, null);
  for (let look = nextLook(distances); look; look = nextLook(distances))
    distances = concludeLook(look, [lookAtDistances(look, rows, 0, rows.length, null)]);
  return distances;
}

/** Of rows whose times are known. */
export function rawFacts(times: TimeGrid | Column, values: Column, known: TimeFacts): StageFacts {
  const { order, ...facts } = known;
  let count = 0;
  for (const stretch of values.stretches()) {
    for (let i = 0; i < stretch.length; i++) {
      const value = stretch[i] as number;
      if (value - value === 0) count++;
    }
  }
  const widths = levelWidths(facts.rows, facts.step);
  const [width] = widths;
  const levels = width === undefined ? [] : levelsFrom(finestLevel(times, values, order, width), widths);
  return { ...facts, count, levels, filled: none };
}

function finestLevel(
  times: TimeGrid | Column,
  values: Column,
  order: Int32Array | null,
  width: number,
): Float64Array<ArrayBuffer> {
  const buckets = new Buckets(width);
  if (order) {
    const timeOf = isGrid(times)
      ? (row: number): number => times.start + row * times.step
      : (row: number): number => times.at(row);
    const own = Float64Array.from(order, (row) => values.at(row));
    buckets.append(own, own.length, (row) => timeOf(order[row] as number));
    return buckets.records();
  }
  const columns = isGrid(times) ? null : times.stretches();
  let before = 0;
  for (const [index, stretch] of values.stretches().entries()) {
    buckets.append(stretch, stretch.length, timesFrom(times, columns?.[index], before));
    before += stretch.length;
  }
  return buckets.records();
}

/** The time of each row of a stretch that begins at row `before`. */
function timesFrom(
  times: TimeGrid | Column,
  stretch: Float64Array | undefined,
  before: number,
): (row: number) => number {
  if (isGrid(times)) {
    const start = times.start + before * times.step;
    return (row) => start + row * times.step;
  }
  if (!stretch) throw new RangeError('expected as many times as values');
  return (row) => stretch[row] as number;
}

/** Levels of detail, each made from the one before; `widths` of all, from the finest on. */
export function levelsFrom(finest: Float64Array<ArrayBuffer>, widths: readonly number[]): Level[] {
  const levels: Level[] = [];
  for (const width of widths) {
    const finer = levels.at(-1);
    if (!finer) {
      levels.push({ width, records: finest });
      continue;
    }
    const buckets = new Buckets(width);
    buckets.gather(finer.records);
    levels.push({ width, records: buckets.records() });
  }
  return levels;
}

/** Numbers of a bucket. */
const SIZE = bucketFields.length;

/**
 * A level of detail of rows that were looked at in pieces, one after the other; a bucket may lie in several. The list of pieces is emptied on the way: of a
 * hundred million rows they are some hundred megabytes.
 */
export function joinedLevel(pieces: Float64Array[], width: number): Float64Array<ArrayBuffer> {
  let length = 0;
  let open = NaN;
  for (const piece of pieces) {
    if (piece.length === 0) continue;
    length += piece[0] === open ? piece.length - SIZE : piece.length;
    open = at(piece, piece.length - SIZE);
  }
  const all = new Float64Array(length);
  let filled = 0;
  for (const [index, piece] of pieces.entries()) {
    pieces[index] = none;
    if (piece.length === 0) continue;
    const shared = filled > 0 && all[filled - SIZE] === piece[0];
    if (shared) {
      const bucket = new Buckets(width);
      bucket.join(all.slice(filled - SIZE, filled));
      bucket.join(piece.subarray(0, SIZE));
      all.set(bucket.records(), filled - SIZE);
    }
    const rest = shared ? piece.subarray(SIZE) : piece;
    all.set(rest, filled);
    filled += rest.length;
  }
  return all;
}
