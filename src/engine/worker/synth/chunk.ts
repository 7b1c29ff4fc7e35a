import { blockRows, reserve, widen } from '../../../core/kernel';
import { createGenerator, type GeneratedRows } from '../../../core/synth/generator';
import type { GeneratorJob } from '../../../core/synth/job';
import type { Extremes } from '../../../core/synth/inject/types';
import { Buckets } from '../../../core/rows/buckets';
import type { TimeGrid } from '../series/rowStore';

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
  /** Whether the values themselves are not wanted. */
  brief?: boolean;
  /** Memory of values that are done with, to be written to: new memory costs a good part of what the rows do. */
  used?: ArrayBuffer;
}

export interface Chunk {
  rows: number;
  /** Microseconds, in the order in which rows are written; of the first of `rows` on where they stand on a grid. */
  times: TimeGrid | Float64Array<ArrayBuffer>;
  /** NaN where missing; may be longer than `rows`, and is empty where values were not wanted. */
  values: Float64Array<ArrayBuffer>;
  /** Rows whose value is NaN, and those whose value is infinite. */
  nulls: number;
  infinite: number;
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

const none = new Float64Array(0);

export function createMaker(job: GeneratorJob): Maker {
  const generator = createGenerator(job);
  /** Where values are written that nobody wants. */
  let scratch = none;
  const room = ({ from, to, brief, used }: ChunkRequest): Float64Array<ArrayBuffer> => {
    const size = to - from;
    if (used && used.byteLength >= 8 * size) return new Float64Array(used, 0, size);
    if (brief !== true) return new Float64Array(size);
    if (scratch.length < size) scratch = new Float64Array(size);
    return scratch.subarray(0, size);
  };
  return {
    extremes: ({ channel, from, to }) => generator.extremes(channel, from, to),
    make(request) {
      const { channel, from, to, clean = false, segments = 0, bucket, brief = false } = request;
      const made = generator.rows(channel, from, to, clean, room(request));
      const { timeOf: onGrid } = generator.series(channel).access;
      const { times } = made;
      const timeOf = times ? (row: number) => times[row] as number : (row: number) => onGrid(from + row);
      return {
        rows: made.rows,
        times: times ?? { start: onGrid(from), step: onGrid(from + 1) - onGrid(from) },
        values: brief ? new Float64Array(0) : made.values,
        ...scanRows(made, segments, timeOf),
        level: bucket === undefined ? new Float64Array(0) : levelOf(made, bucket, timeOf),
      };
    },
  };
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

/** Rows that are looked at at a time, where the compiled loops reach them. */
const block = reserve(blockRows);

/** How many values are missing or infinite, and times and values of the first lowest and highest finite one of each of so many stretches. */
function scanRows(
  { rows, values }: GeneratedRows,
  segments: number,
  timeOf: (row: number) => number,
): Pick<Chunk, 'nulls' | 'infinite' | 'extremes'> {
  const found: number[] = [];
  let nulls = 0;
  let infinite = 0;
  const stretches = Math.max(1, segments);
  for (let segment = 0; segment < stretches; segment++) {
    const end = Math.floor((rows * (segment + 1)) / stretches);
    const extremes = { min: Infinity, max: -Infinity };
    let [low, high] = [-1, -1];
    for (let from = Math.floor((rows * segment) / stretches); from < end; from += block.length) {
      const count = Math.min(block.length, end - from);
      block.set(values.subarray(from, from + count));
      const { min, max } = extremes;
      nulls += widen(extremes, block, count);
      if (extremes.min === -Infinity || extremes.max === Infinity) {
        for (let i = 0; i < count; i++) {
          const value = block[i] as number;
          if (value !== Infinity && value !== -Infinity) continue;
          block[i] = NaN;
          infinite++;
        }
        Object.assign(extremes, { min, max });
        widen(extremes, block, count);
      }
      if (extremes.min < min) low = from + block.indexOf(extremes.min);
      if (extremes.max > max) high = from + block.indexOf(extremes.max);
    }
    if (low >= 0) found.push(timeOf(low), extremes.min, timeOf(high), extremes.max);
  }
  return { nulls, infinite, extremes: segments > 0 ? Float64Array.from(found) : none };
}
