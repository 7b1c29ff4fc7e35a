import { createGenerator, type GeneratedRows, type GeneratorJob } from '../../../core/pipeline/generate';
import type { Extremes } from '../../../core/inject/types';
import { rowsArrow } from './arrow';

/** Rows of a source's grid: [from, to) of one channel. */
export interface ChunkRequest {
  channel: number;
  from: number;
  to: number;
  /** Without anomalies. */
  clean?: boolean;
  /** Stretches whose extremes are asked for, as equal as can be; none where absent. */
  looks?: number;
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
}

/** Rows of which only the extremes are asked for. */
export interface ExtremesRequest {
  channel: number;
  from: number;
  to: number;
}

/** What looks for the extremes of a job's series. */
export function makeExtremes(job: GeneratorJob): (request: ExtremesRequest) => Extremes {
  const generator = createGenerator(job);
  return ({ channel, from, to }) => generator.extremes(channel, from, to);
}

/** What makes a job's chunks. */
export function makeChunk(job: GeneratorJob): (request: ChunkRequest) => Chunk {
  const generator = createGenerator(job);
  return ({ channel, from, to, clean = false, looks = 0 }) => {
    const made = generator.rows(channel, from, to, clean);
    const { rows, times } = made;
    let first = NaN;
    let last = NaN;
    const words = new Int32Array(times.buffer, times.byteOffset, rows * 2);
    const timeOf = (i: number): number =>
      (words[2 * i + 1] as number) * 4_294_967_296 + ((words[2 * i] as number) >>> 0);
    for (let i = 0; i < rows; i++) {
      const time = timeOf(i);
      if (!(time >= first)) first = time;
      if (!(time <= last)) last = time;
    }
    return { ...rowsArrow(made), rows, first, last, extremes: extremesOf(made, looks, timeOf) };
  };
}

function extremesOf(
  { rows, values }: GeneratedRows,
  looks: number,
  timeOf: (row: number) => number,
): Float64Array {
  const found: number[] = [];
  for (let look = 0; look < looks; look++) {
    const end = Math.floor((rows * (look + 1)) / looks);
    let low = -1;
    let high = -1;
    for (let i = Math.floor((rows * look) / looks); i < end; i++) {
      const value = values[i] as number;
      if (!Number.isFinite(value)) continue;
      if (low < 0 || value < (values[low] as number)) low = i;
      if (high < 0 || value > (values[high] as number)) high = i;
    }
    if (low >= 0) found.push(timeOf(low), values[low] as number, timeOf(high), values[high] as number);
  }
  return Float64Array.from(found);
}
