/** Rows of a series in order of time, cut into pieces. */
import { firstWhere } from '../../../core/list';
import type { GeneratorJob } from '../../../core/synth/job';
import { emptyCover, type Cover, type Intervals } from '../../../core/rows/cover';
import { sortRows } from '../../../core/rows/sort';
import {
  CHUNK_ROWS,
  isGrid,
  isMade,
  columnOf,
  keeperOf,
  type Column,
  type MadeValues,
  type RawRows,
  type TimeGrid,
} from './rowStore';

/** Rows in order of time, UTC; rows of one time in the order of their file. */
export interface OrderedRows {
  rows: number;
  times: TimeGrid | Column | Float64Array<ArrayBuffer>;
  values: Column | MadeValues | Float64Array<ArrayBuffer>;
  /** Rows that come before an earlier one in the file. */
  backward: number;
}

/** What was sorted, as long as the rows themselves are there. */
const sorted = new WeakMap<RawRows, OrderedRows>();

/** Rows of a series in order of time; sorted copies where they are not so in the file, the same each time. */
export function orderedRows(raw: RawRows): OrderedRows {
  const { rows, times, values, facts } = raw;
  const { backward } = facts;
  if (backward === 0) return { rows, times, values, backward };
  const known = sorted.get(raw);
  if (known) return known;
  const inOrder = sortRows(timesOf(raw), valuesOf(raw));
  // In memory as far as the keeper has room; sorting itself takes up to 64 bytes a row of it.
  const keeper = keeperOf(raw);
  const kept = (numbers: Float64Array<ArrayBuffer>): Column | Float64Array<ArrayBuffer> =>
    keeper ? columnOf(numbers, keeper) : numbers;
  const ordered = { rows, times: kept(inOrder.times), values: kept(inOrder.values), backward };
  sorted.set(raw, ordered);
  return ordered;
}

/** Lets go of sorted copies that are not read any more. */
export const forgetOrder = (raw: RawRows): void => {
  sorted.delete(raw);
};

/** Times of a series in the order of its file, as an array of its own. */
export function timesOf({ times, rows }: RawRows): Float64Array<ArrayBuffer> {
  if (!isGrid(times)) return times.copy(0, rows);
  const { start, step } = times;
  const all = new Float64Array(rows);
  for (let row = 0; row < rows; row++) all[row] = start + row * step;
  return all;
}

/** Values that are in memory, as an array of its own. Throws RangeError for those that are made again, which are in UTC and in order of time. */
export function valuesOf({ values, rows }: RawRows): Float64Array<ArrayBuffer> {
  if (isMade(values)) throw new RangeError('expected values that are in memory');
  return values.copy(0, rows);
}

/** The time of a row. */
export function timeOf({ times }: OrderedRows, row: number): number {
  if (times instanceof Float64Array) return times[row] as number;
  return isGrid(times) ? times.start + row * times.step : times.at(row);
}

/** Number of the first row at or after a time. */
export const rowFrom = (ordered: OrderedRows, time: number): number =>
  firstWhere(0, ordered.rows, (row) => timeOf(ordered, row) >= time);

/** Where a row is moved to so that no time is cut: the first row of its time. */
const groupStart = (ordered: OrderedRows, row: number): number =>
  row <= 0 ? 0 : row >= ordered.rows ? ordered.rows : rowFrom(ordered, timeOf(ordered, row));
const groupEnd = (ordered: OrderedRows, row: number): number =>
  row <= 0 ? 0 : row >= ordered.rows ? ordered.rows : rowFrom(ordered, timeOf(ordered, row - 1) + 1);

/** What intervals cover of the rows. */
export function coverOfOrdered(ordered: OrderedRows, { starts, ends }: Intervals): Cover {
  const cover = emptyCover(starts.length);
  for (let i = 0; i < starts.length; i++) {
    const first = rowFrom(ordered, starts[i] as number);
    const after = rowFrom(ordered, ends[i] as number);
    if (after <= first) continue;
    cover.rows[i] = after - first;
    cover.first[i] = timeOf(ordered, first);
    cover.last[i] = timeOf(ordered, after - 1);
  }
  return cover;
}

/** A stretch of time of a series. */
export interface Stretch {
  /** Microseconds, half-open; infinite at the ends of the series. */
  from: number;
  to: number;
}

/** The series cut at times into stretches of about `rows` rows; one that is not much longer stays whole. */
export function stretchesOf(ordered: OrderedRows, rows = CHUNK_ROWS): Stretch[] {
  const cuts = [-Infinity];
  for (let row = rows; row < ordered.rows - rows / 4; row += rows) {
    const time = timeOf(ordered, row);
    if (time > (cuts.at(-1) as number)) cuts.push(time);
  }
  return cuts.map((from, index) => ({ from, to: cuts[index + 1] ?? Infinity }));
}

/**
 * The series cut into stretches of whole partitions, of about `rows` rows each; null where one partition has more than four times as many. `endOf`: where the partition of a
 * time ends.
 */
export function partitionStretches(
  ordered: OrderedRows,
  endOf: (time: number) => number,
  rows: number,
): Stretch[] | null {
  const stretches: Stretch[] = [];
  let from = -Infinity;
  for (let row = 0; row < ordered.rows;) {
    let next = row;
    let end = Infinity;
    // Partition by partition while they fit.
    while (next < ordered.rows) {
      const to = endOf(timeOf(ordered, next));
      const close = rowFrom(ordered, to);
      if (next > row && close - row > rows) break;
      if (close - next > 4 * rows) return null;
      next = close;
      end = to;
    }
    const last = next >= ordered.rows;
    stretches.push({ from, to: last ? Infinity : end });
    from = end;
    row = next;
  }
  return stretches;
}

/** What a task is given of the rows of a stretch and around it. */
export interface TaskRows {
  times: TimeGrid | Float64Array<ArrayBuffer>;
  values:
    Float64Array<ArrayBuffer> | { job: GeneratorJob; key: string; channel: number; from: number; to: number };
  first: boolean;
  last: boolean;
}

/** The rows of a stretch, at least `halo` before it and `after` behind it. Numbers are copied. */
export function rowsAround(
  ordered: OrderedRows,
  { from, to }: Stretch,
  halo: number,
  after = halo,
): TaskRows {
  const start = groupStart(ordered, Math.max(0, rowFrom(ordered, from) - halo));
  const end = groupEnd(
    ordered,
    Math.min(ordered.rows, (to === Infinity ? ordered.rows : rowFrom(ordered, to)) + after),
  );
  return { ...readOrdered(ordered, start, end), first: start === 0, last: end === ordered.rows };
}

/** Rows `[start, end)`. */
function readOrdered(
  { times, values }: OrderedRows,
  start: number,
  end: number,
): Pick<TaskRows, 'times' | 'values'> {
  const cut = (numbers: Column | Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> =>
    numbers instanceof Float64Array ? numbers.slice(start, end) : numbers.copy(start, end);
  return {
    times:
      !(times instanceof Float64Array) && isGrid(times)
        ? { start: times.start + start * times.step, step: times.step }
        : cut(times),
    values: !(values instanceof Float64Array) && isMade(values) ? made(values, start, end) : cut(values),
  };
}

const keys = new WeakMap<GeneratorJob, string>();
let jobs = 0;

/** A name of a job, by which workers know it again. */
function keyOf(job: GeneratorJob): string {
  const known = keys.get(job);
  if (known !== undefined) return known;
  const key = `job ${++jobs}`;
  keys.set(job, key);
  return key;
}

/** Values that are kept, or what they are made of. */
function made({ source, channel, kept }: MadeValues, from: number, to: number): TaskRows['values'] {
  const values = new Float64Array(to - from);
  for (let row = from; row < to;) {
    const chunk = kept[Math.floor(row / CHUNK_ROWS)];
    if (!chunk) return { job: source.job, key: keyOf(source.job), channel, from, to };
    const start = row % CHUNK_ROWS;
    const end = Math.min(CHUNK_ROWS, start + to - row);
    values.set(chunk.subarray(start, end), row - from);
    row += end - start;
  }
  return values;
}
