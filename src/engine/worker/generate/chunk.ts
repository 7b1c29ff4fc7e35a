import { createGenerator, type GeneratorJob } from '../../../core/pipeline/generate';
import { rowsArrow } from './arrow';

/** Rows of a source's grid: [from, to) of one channel. */
export interface ChunkRequest {
  channel: number;
  from: number;
  to: number;
  /** Without anomalies. */
  clean?: boolean;
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
}

/** What makes a job's chunks. */
export function makeChunk(job: GeneratorJob): (request: ChunkRequest) => Chunk {
  const generator = createGenerator(job);
  return ({ channel, from, to, clean = false }) => {
    const made = generator.rows(channel, from, to, clean);
    const { rows, times } = made;
    let first = NaN;
    let last = NaN;
    const words = new Int32Array(times.buffer, times.byteOffset, rows * 2);
    for (let i = 0; i < rows; i++) {
      const time = (words[2 * i + 1] as number) * 4_294_967_296 + ((words[2 * i] as number) >>> 0);
      if (!(time >= first)) first = time;
      if (!(time <= last)) last = time;
    }
    return { ...rowsArrow(made), rows, first, last };
  };
}
