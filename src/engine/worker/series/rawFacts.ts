/** What is known of the rows of a series as it came. */
import { at, isSorted } from '../../../core/list';
import { bucketFields, Buckets } from '../../../core/rows/buckets';
import { gatherDistances, mergeDistances, type Distances } from '../../../core/rows/distances';
import { mergeFacts, type StageFacts } from '../../../core/rows/facts';
import { levelWidths, type Level } from '../../../core/rows/levels';
import { concludeLook, lookAtDistances, nextLook, type DistancesFound } from '../../../core/rows/looks';
import { rowsOf } from '../../../core/rows/piece';
import type { Rows } from '../../../core/rows/types';
import { sortRows } from '../../../core/rows/sort';
import { commonGrid } from '../../../core/rows/usual';
import type { Stretches } from './column';
import { CHUNK_ROWS, isGrid, type Column, type TimeGrid } from './rowStore';

/** What times tell alone. Series of one file share it. */
export interface TimeFacts extends Omit<StageFacts, 'count' | 'levels' | 'filled'> {
  /** The row of the file of each in order of time; null where they are in order. */
  order: Int32Array<ArrayBuffer> | null;
}

/** Gives way to others now and then, and throws where the work is no longer wanted. */
export type Pause = () => Promise<void> | void;

/** Work that may be left between two of its steps, each of some milliseconds. */
type Steps<T> = Generator<void, T>;

const none = new Float64Array(0);

function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

async function withPauses<T>(steps: Steps<T>, pause: Pause): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await pause();
  }
}

/** Of times in the order of their file. */
export const timeFacts = (times: TimeGrid | Column, rows: number): TimeFacts =>
  atOnce(timeSteps(times, rows));

/** Of rows whose times are known. */
export const rawFacts = (times: TimeGrid | Column, values: Column, known: TimeFacts): StageFacts =>
  atOnce(valueSteps(times, values, known));

/** The same with pauses. */
export const timeFactsInSteps = (times: TimeGrid | Column, rows: number, pause: Pause): Promise<TimeFacts> =>
  withPauses(timeSteps(times, rows), pause);

/** The same with pauses. */
export const rawFactsInSteps = (
  times: TimeGrid | Column,
  values: Column,
  known: TimeFacts,
  pause: Pause,
): Promise<StageFacts> => withPauses(valueSteps(times, values, known), pause);

function* timeSteps(times: TimeGrid | Column, rows: number): Steps<TimeFacts> {
  if (isGrid(times)) return gridFacts(times, rows);
  const sorted = isInOrder(times) ? null : sortRows(times.copy(0, rows), none);
  const backward = sorted?.backward ?? 0;
  const distances = yield* distancesOf(sorted ? cut(sorted.times) : times.stretches());
  const nothing = { all: none, head: NaN, tail: NaN };
  const facts = mergeFacts([{ distances, finest: null, filled: nothing }], { backward, distances });
  const { count: _count, levels: _levels, filled: _filled, ...known } = facts;
  return { ...known, order: sorted?.order ?? null };
}

function isInOrder(times: Column): boolean {
  let before = -Infinity;
  const stretches = times.stretches();
  for (let index = 0; index < stretches.count; index++) {
    const stretch = stretches.at(index);
    if ((stretch[0] ?? before) < before || !isSorted(stretch)) return false;
    before = stretch.at(-1) ?? before;
  }
  return true;
}

/** Numbers in pieces of the size of a chunk. */
const cut = (numbers: Float64Array<ArrayBuffer>): Stretches => ({
  count: Math.ceil(numbers.length / CHUNK_ROWS),
  at: (index) => numbers.subarray(index * CHUNK_ROWS, (index + 1) * CHUNK_ROWS),
});

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
function* distancesOf(times: Stretches): Steps<Distances> {
  const parts: Distances[] = [];
  yield* eachPiece(times, (rows, before) => parts.push(gatherDistances(rows, 0, rows.length, before)));
  let distances = mergeDistances(parts);
  for (let look = nextLook(distances); look; look = nextLook(distances)) {
    const wanted = look;
    const found: DistancesFound[] = [];
    yield* eachPiece(times, (rows, before) =>
      found.push(lookAtDistances(wanted, rows, 0, rows.length, before)),
    );
    distances = concludeLook(look, found);
  }
  return distances;
}

/** Each stretch of times with the time before it; one at a time, for they may lie in a file. */
function* eachPiece(times: Stretches, look: (rows: Rows, before: number | null) => unknown): Steps<void> {
  let before: number | null = null;
  for (let index = 0; index < times.count; index++) {
    const piece = times.at(index);
    // The values are not looked at: any will do.
    look({ ...rowsOf(none, none), length: piece.length, times: piece, values: piece }, before);
    before = piece.at(-1) ?? null;
    yield;
  }
}

function* valueSteps(times: TimeGrid | Column, values: Column, known: TimeFacts): Steps<StageFacts> {
  const { order, ...facts } = known;
  const widths = levelWidths(facts.rows, facts.step);
  const [width] = widths;
  const buckets = width === undefined ? null : new Buckets(width);
  const columns = isGrid(times) ? null : times.stretches();
  let count = 0;
  let before = 0;
  const stretches = values.stretches();
  for (let index = 0; index < stretches.count; index++) {
    const stretch = stretches.at(index);
    for (let i = 0; i < stretch.length; i++) {
      const value = stretch[i] as number;
      if (value - value === 0) count++;
    }
    if (!order) buckets?.append(stretch, stretch.length, timesFrom(times, columns?.at(index), before));
    before += stretch.length;
    yield;
  }
  if (buckets && order) yield* appendInOrder(buckets, { times, values, order });
  const levels = buckets ? levelsFrom(buckets.records(), widths) : [];
  return { ...facts, count, levels, filled: none };
}

/** Rows that are not in order of time, in that order. */
function* appendInOrder(
  buckets: Buckets,
  { times, values, order }: { times: TimeGrid | Column; values: Column; order: Int32Array },
): Steps<void> {
  const timeOf = isGrid(times) ? (row: number): number => times.start + row * times.step : readerOf(times);
  const valueOf = readerOf(values);
  const own = new Float64Array(Math.min(CHUNK_ROWS, order.length));
  for (let from = 0; from < order.length; from += own.length) {
    const length = Math.min(own.length, order.length - from);
    for (let i = 0; i < length; i++) own[i] = valueOf(order[from + i] as number);
    buckets.append(own, length, (row) => timeOf(order[from + row] as number));
    yield;
  }
}

/** Reads rows in any order; those in a file are brought into memory for it, 8 bytes a row. */
function readerOf(column: Column): (row: number) => number {
  if (!column.stored) return (row) => column.at(row);
  const all = column.copy(0, column.length);
  return (row) => all[row] as number;
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
