/** Rows on their way from the pieces of series to files. */
import { at } from '../../../core/list';
import type { Rows } from '../../../core/rows/types';

/** Some rows of one file: arrays of exactly so many rows, and which series each stretch belongs to. */
export interface FileColumns {
  rows: number;
  runs: { sid: number; rows: number }[];
  times: Float64Array<ArrayBuffer>;
  values: Float64Array<ArrayBuffer>;
  flags: Uint8Array<ArrayBuffer>;
  /** Null where no piece had any. */
  observations: Int32Array<ArrayBuffer> | null;
}

interface Stretch {
  sid: number;
  rows: Rows;
  from: number;
  to: number;
}

/** The rows of one partition, as stretches of the pieces that they came in: they are copied once, when a file takes them. */
export class FileBuffer {
  rows = 0;
  private stretches: Stretch[] = [];

  /** Rows `[from, to)` of a piece, whose arrays belong to this buffer from now on. */
  append(sid: number, rows: Rows, from: number, to: number): void {
    if (to === from) return;
    this.stretches.push({ sid, rows, from, to });
    this.rows += to - from;
  }

  /** The first rows, as many as wanted or there are. */
  take(wanted: number): FileColumns {
    const taken: Stretch[] = [];
    let count = 0;
    while (count < wanted && this.stretches.length > 0) {
      const stretch = at(this.stretches, 0);
      const to = Math.min(stretch.to, stretch.from + wanted - count);
      taken.push({ ...stretch, to });
      count += to - stretch.from;
      if (to < stretch.to) {
        this.stretches[0] = { ...stretch, from: to };
        break;
      }
      this.stretches.shift();
    }
    this.rows -= count;
    return gathered(taken, count);
  }
}

function gathered(stretches: readonly Stretch[], rows: number): FileColumns {
  const runs: FileColumns['runs'] = [];
  for (const { sid, from, to } of stretches) {
    const last = runs.at(-1);
    if (last?.sid === sid) last.rows += to - from;
    else runs.push({ sid, rows: to - from });
  }
  const [only] = stretches;
  if (only && stretches.length === 1) return { rows, runs, ...columnsOf(only) };
  const columns = {
    times: new Float64Array(rows),
    values: new Float64Array(rows),
    flags: new Uint8Array(rows),
    observations: stretches.some((stretch) => stretch.rows.observations) ? new Int32Array(rows) : null,
  };
  let start = 0;
  for (const { rows: piece, from, to } of stretches) {
    columns.times.set(piece.times.subarray(from, to), start);
    columns.values.set(piece.values.subarray(from, to), start);
    columns.flags.set(piece.flags.subarray(from, to), start);
    if (columns.observations && piece.observations)
      columns.observations.set(piece.observations.subarray(from, to), start);
    start += to - from;
  }
  return { rows, runs, ...columns };
}

/** Of one stretch: the arrays of its piece where it is all that is in them, else copies. */
function columnsOf({ rows, from, to }: Stretch): Omit<FileColumns, 'rows' | 'runs'> {
  const { times, values, flags, observations } = rows;
  const arrays = [times, values, flags, ...(observations ? [observations] : [])];
  const whole =
    from === 0 &&
    arrays.every(({ length, byteLength, buffer }) => length === to && byteLength === buffer.byteLength);
  if (whole) return { times, values, flags, observations };
  return {
    times: times.slice(from, to),
    values: values.slice(from, to),
    flags: flags.slice(from, to),
    observations: observations?.slice(from, to) ?? null,
  };
}
