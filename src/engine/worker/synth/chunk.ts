import { blockRows, reserve, widen } from '../../../core/kernel';
import { createGenerator, type GeneratedRows } from '../../../core/synth/generator';
import type { GeneratorJob } from '../../../core/synth/job';
import type { Extremes } from '../../../core/synth/inject/types';
import { Buckets } from '../../../core/rows/buckets';
import { rowsArrow, streamBuffer } from '../duckdb/arrow';

/** Rows of a source's grid: [from, to) of one channel. */
export interface ChunkRequest {
  channel: number;
  from: number;
  to: number;
  /** Without anomalies. */
  clean?: boolean;
  /** Stretches whose extremes are asked for, as equal as can be; none where absent. */
  segments?: number;
  /** Width of the buckets of a level of detail, microseconds, for rows in order of time; none where absent. */
  bucket?: number;
  /** Memory of a chunk that is done with, to be written to: new memory costs a good part of what the rows do. */
  used?: ArrayBuffer;
}

export interface Chunk {
  /** Arrow stream of `ts, value`. */
  ipc: Uint8Array<ArrayBuffer>;
  rows: number;
  /** Rows without a value. */
  nulls: number;
  /** First and last time, microseconds; NaN without rows. */
  first: number;
  last: number;
  /** Lowest and highest value of each stretch: time in microseconds and value, by turns. */
  extremes: Float64Array;
  /** The level of detail that was asked for, as `Buckets` records it. */
  level: Float64Array<ArrayBuffer>;
}

/** Rows of which only the extremes are asked for. */
export interface ExtremesRequest {
  channel: number;
  from: number;
  to: number;
}

/** What makes the chunks of a job, and segments for the extremes of its series. */
export interface Maker {
  make(request: ChunkRequest): Chunk;
  extremes(request: ExtremesRequest): Extremes;
}

export function createMaker(job: GeneratorJob): Maker {
  const generator = createGenerator(job);
  return {
    extremes: ({ channel, from, to }) => generator.extremes(channel, from, to),
    make({ channel, from, to, clean = false, segments = 0, bucket, used }) {
      const buffer = streamBuffer(to - from, used);
      const made = generator.rows(channel, from, to, clean, buffer);
      const timeOf = timesOf(made);
      const { nulls, extremes } = scanRows(made, Math.max(1, segments), timeOf);
      return {
        ipc: rowsArrow(made, nulls, buffer),
        rows: made.rows,
        nulls,
        ...(made.rising && made.rows > 0
          ? { first: timeOf(0), last: timeOf(made.rows - 1) }
          : ends(made.rows, timeOf)),
        extremes: segments > 0 ? extremes : new Float64Array(0),
        level: bucket === undefined ? new Float64Array(0) : levelOf(made, bucket, timeOf),
      };
    },
  };
}

/** The time of a row, microseconds. */
function timesOf({ times }: GeneratedRows): (row: number) => number {
  const words = new Int32Array(times.buffer, times.byteOffset, times.length * 2);
  return (row) => (words[2 * row + 1] as number) * 4_294_967_296 + ((words[2 * row] as number) >>> 0);
}

function levelOf(
  { rows, values }: GeneratedRows,
  width: number,
  timeOf: (row: number) => number,
): Float64Array<ArrayBuffer> {
  const level = new Buckets(width);
  level.append(values, rows, timeOf);
  return level.records();
}

/** Least and greatest time; NaN without rows. */
function ends(rows: number, timeOf: (row: number) => number): { first: number; last: number } {
  let first = NaN;
  let last = NaN;
  for (let i = 0; i < rows; i++) {
    const time = timeOf(i);
    if (!(time >= first)) first = time;
    if (!(time <= last)) last = time;
  }
  return { first, last };
}

/** Rows that are looked at at a time, where the compiled loops reach them. */
const block = reserve(blockRows);

/** How many values are missing, and times and values of the first lowest and highest finite one of each of so many stretches. */
function scanRows(
  { rows, values }: GeneratedRows,
  segments: number,
  timeOf: (row: number) => number,
): { nulls: number; extremes: Float64Array } {
  const found: number[] = [];
  let nulls = 0;
  for (let segment = 0; segment < segments; segment++) {
    const end = Math.floor((rows * (segment + 1)) / segments);
    const extremes = { min: Infinity, max: -Infinity };
    let [low, high] = [-1, -1];
    for (let from = Math.floor((rows * segment) / segments); from < end; from += block.length) {
      const count = Math.min(block.length, end - from);
      block.set(values.subarray(from, from + count));
      const { min, max } = extremes;
      nulls += widen(extremes, block, count);
      if (extremes.min === -Infinity || extremes.max === Infinity) {
        for (let i = 0; i < count; i++) if (!Number.isFinite(block[i])) block[i] = NaN;
        Object.assign(extremes, { min, max });
        widen(extremes, block, count);
      }
      if (extremes.min < min) low = from + block.indexOf(extremes.min);
      if (extremes.max > max) high = from + block.indexOf(extremes.max);
    }
    if (low >= 0) found.push(timeOf(low), extremes.min, timeOf(high), extremes.max);
  }
  return { nulls, extremes: Float64Array.from(found) };
}
